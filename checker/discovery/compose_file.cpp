#include "checker/discovery/compose_file.hpp"

#include "checker/discovery/compose_yaml.hpp"
#include "checker/util/text.hpp"

#include <algorithm>
#include <charconv>

namespace pinko::discovery {
namespace {

constexpr std::size_t kMostComposeBytes = 1024 * 1024;
constexpr std::size_t kMostServices = 500;

/// `[1-9][0-9]*(:[0-5]?[0-9])+`, as YAML 1.1 writes numbers to base 60.
bool is_sexagesimal(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, ':');
  if (parts.size() < 2 || parts[0].empty() || parts[0].front() == '0') return false;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string_view part = parts[i];
    if (part.empty() || part.find_first_not_of("0123456789") != std::string_view::npos)
      return false;
    if (i > 0 && (part.size() > 2 || (part.size() == 2 && part.front() > '5'))) return false;
  }
  return true;
}

/// Builds the services of a parsed document.
class Builder {
 public:
  Builder(YamlReader& yaml, ComposeFile& file)
      : yaml_(yaml),
        file_(file) {}

  void read(const YAML::Node& document) {
    yaml_.each(document, [&](const YAML::Node& key, const YAML::Node& value) {
      const std::string name = yaml_.text(key);
      if (name == "version") file_.version = yaml_.placed(value);
      if (name == "name") file_.name = yaml_.placed(value);
      if (name == "services") read_services(key, value);
      if (name == "networks") file_.networks = yaml_.names(value);
      if (name == "volumes") file_.volumes = yaml_.names(value);
    });
    const bool old_format = file_.services.empty() && !document["services"];
    if (!old_format) return;
    yaml_.problem(yaml_.place_of(document), "there is no key \"services\" at the top level");
  }

 private:
  void read_services(const YAML::Node& key, const YAML::Node& services) {
    if (!services.IsMap()) {
      yaml_.problem(
          yaml_.place_of(key),
          "\"services\" holds nothing; indent the services' names by two blanks below it");
      return;
    }
    yaml_.each(services, [&](const YAML::Node& name, const YAML::Node& body) {
      if (file_.services.size() == kMostServices) return;
      Service service;
      service.name = yaml_.text(name);
      service.where = yaml_.place_of(name);
      if (!body.IsMap()) {
        yaml_.problem(service.where,
                      "the service " + in_quotes(service.name) +
                          " holds nothing; indent its keys below its name");
      }
      yaml_.each(body, [&](const YAML::Node& entry, const YAML::Node& value) {
        service.keys.push_back(yaml_.placed(entry));
        read_key(service, service.keys.back(), value);
      });
      file_.services.push_back(std::move(service));
    });
  }

  void read_key(Service& service, const Placed& key, const YAML::Node& value) {
    const std::string& name = key.text;
    if (name == "build") service.build = read_build(key, value);
    if (name == "image") service.image = yaml_.placed(value);
    if (name == "container_name") service.container_name = yaml_.placed(value);
    if (name == "ports") read_ports(service, value);
    if (name == "expose") service.expose = yaml_.names(value);
    if (name == "depends_on") service.depends_on = yaml_.names(value);
    if (name == "networks") service.networks = yaml_.names(value);
    if (name == "volumes") read_volumes(service, value);
    if (name == "environment") service.environment = yaml_.pairs(value);
    if (name == "command") {
      for (const Placed& word : yaml_.names(value)) {
        if (!service.command.empty()) service.command += ' ';
        service.command += word.text;
      }
    }
    if (name == "scale" && !service.replicas) read_replicas(service, value);
    if (name != "deploy") return;
    yaml_.each(value, [&](const YAML::Node& inner, const YAML::Node& number) {
      if (yaml_.text(inner) == "replicas") read_replicas(service, number);
    });
  }

  void read_replicas(Service& service, const YAML::Node& value) {
    const std::string text = yaml_.text(value);
    int number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    service.replicas_place = yaml_.place_of(value);
    if (read.ec == std::errc() && read.ptr == text.data() + text.size()) service.replicas = number;
  }

  BuildSection read_build(const Placed& key, const YAML::Node& value) {
    BuildSection build;
    build.where = key.where;
    build.context = value.IsScalar() ? yaml_.text(value) : ".";
    yaml_.each(value, [&](const YAML::Node& entry, const YAML::Node& part) {
      const std::string name = yaml_.text(entry);
      if (name == "context") build.context = yaml_.text(part);
      if (name == "dockerfile") build.dockerfile = yaml_.text(part);
      if (name == "dockerfile_inline") build.dockerfile_inline = true;
      if (name == "target") build.target = yaml_.text(part);
      if (name == "args") build.args = yaml_.pairs(part);
    });
    return build;
  }

  void read_ports(Service& service, const YAML::Node& value) {
    if (!value.IsSequence()) {
      yaml_.problem(yaml_.place_of(value), "\"ports\" is a list: begin each line with a hyphen");
      return;
    }
    for (const YAML::Node& entry : value) {
      if (service.ports.size() == kMostServices) return;
      service.ports.push_back(entry.IsMap() ? long_port(entry) : short_port(entry));
    }
  }

  PortMapping short_port(const YAML::Node& entry) {
    const std::string text = yaml_.text(entry);
    PortMapping port = parse_port(text).value_or(PortMapping{});
    port.text = text;
    port.where = yaml_.place_of(entry);
    port.sexagesimal = entry.IsScalar() && entry.Tag() != "!" && is_sexagesimal(entry.Scalar());
    if (port.container_first == 0) {
      yaml_.problem(port.where, "no port mapping: " + in_quotes(text));
    }
    return port;
  }

  PortMapping long_port(const YAML::Node& entry) {
    std::string published;
    std::string target;
    PortMapping rest;
    yaml_.each(entry, [&](const YAML::Node& key, const YAML::Node& value) {
      const std::string name = yaml_.text(key);
      if (name == "target") target = yaml_.text(value);
      if (name == "published") published = yaml_.text(value);
      if (name == "host_ip") rest.host_ip = yaml_.text(value);
      if (name == "protocol") rest.protocol = to_lower(yaml_.text(value));
    });
    if (published == "0") published.clear();
    const std::string text = published.empty() ? target : published + ':' + target;
    PortMapping port = parse_port(text).value_or(PortMapping{});
    port.text = text;
    port.host_ip = rest.host_ip;
    port.protocol = rest.protocol;
    port.where = yaml_.place_of(entry);
    if (port.container_first == 0) yaml_.problem(port.where, "a port without a readable target");
    return port;
  }

  void read_volumes(Service& service, const YAML::Node& value) {
    if (!value.IsSequence()) return;
    for (const YAML::Node& entry : value) {
      if (service.volumes.size() == kMostServices) return;
      Placed volume = yaml_.placed(entry);
      std::string source;
      std::string target;
      yaml_.each(entry, [&](const YAML::Node& key, const YAML::Node& part) {
        if (yaml_.text(key) == "source") source = yaml_.text(part);
        if (yaml_.text(key) == "target") target = yaml_.text(part);
      });
      if (entry.IsMap()) {
        volume.text = source;
        if (!source.empty()) volume.text += ':';
        volume.text += target;
      }
      service.volumes.push_back(std::move(volume));
    }
  }

  YamlReader& yaml_;
  ComposeFile& file_;
};

/// What a YAML error means for somebody who has never seen one.
std::string readable(const YAML::Exception& error, std::string_view text) {
  const std::vector<std::string_view> lines = split_lines(text);
  const int at = error.mark.line;
  const std::string_view line = at >= 0 && static_cast<std::size_t>(at) < lines.size()
                                    ? lines[static_cast<std::size_t>(at)]
                                    : std::string_view();
  const std::size_t first = line.find_first_not_of(" \t");
  if (line.substr(0, first).find('\t') != std::string_view::npos) {
    return "a tab stands where YAML wants blanks; indent with blanks only";
  }
  std::string message = "not valid YAML: " + error.msg;
  if (error.msg.find("map value") != std::string::npos ||
      error.msg.find("end of map") != std::string::npos) {
    message += "; look at the indentation and the colons of this line and of the one above";
  }
  return message;
}

}  // namespace

Location Service::place_of(std::string_view key) const {
  const auto found =
      std::find_if(keys.begin(), keys.end(), [&](const Placed& p) { return p.text == key; });
  return found == keys.end() ? where : found->where;
}

const Service* ComposeFile::find(std::string_view service) const {
  const auto found = std::find_if(
      services.begin(), services.end(), [&](const Service& s) { return s.name == service; });
  return found == services.end() ? nullptr : &*found;
}

ComposeFile parse_compose(std::string_view bytes,
                          std::string_view path,
                          const std::map<std::string, std::string>& variables) {
  ComposeFile file;
  YamlReader yaml(path, variables, file);
  const Location top{.path = std::string(path), .line = 1, .column = 1};
  if (bytes.size() > kMostComposeBytes) {
    yaml.problem(top, "larger than any Compose file is: not read");
    return file;
  }
  file.text = facts_of(bytes);
  const std::string text = file.text.utf16 ? decode_utf16(bytes) : std::string(without_bom(bytes));
  if (trim(text).empty()) {
    yaml.problem(top, "the file is empty");
    return file;
  }
  try {
    const YAML::Node document = YAML::Load(text);
    file.readable = document.IsMap();
    if (file.readable) {
      Builder(yaml, file).read(document);
    } else {
      yaml.problem(top, "not a Compose file: it has to be a mapping with the key \"services\"");
    }
  } catch (const YAML::Exception& error) {
    Location where = top;
    if (error.mark.line >= 0) {
      where.line = error.mark.line + 1;
      where.column = error.mark.column + 1;
    }
    file.readable = false;
    yaml.problem(where, readable(error, text));
  }
  return file;
}

}  // namespace pinko::discovery

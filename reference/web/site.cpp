#include "reference/web/site.hpp"

#include "reference/net/target.hpp"
#include "reference/web/conditions.hpp"
#include "reference/web/file_store.hpp"

namespace reference::web {
namespace {

using net::Answer;
using net::Method;
using net::Output;
using net::RequestHead;

Answer whole(const std::shared_ptr<const File>& file, Output& fields) {
  fields.add(file->fields);
  if (!file->descriptor) {
    return {.status = 200, .body = net::MemoryBody{.owner = file, .octets = file->contents}};
  }
  return {.status = 200,
          .body = net::FileBody{.descriptor = file->descriptor, .from = 0, .length = file->size}};
}

Answer part(const std::shared_ptr<const File>& file, Range range, Output& fields) {
  fields.add(file->fields).add("Content-Range: bytes ").add(range.from).add("-");
  fields.add(range.from + range.length - 1).add("/").add(file->size).add("\r\n");
  if (!file->descriptor) {
    const std::string_view contents = file->contents;
    return {.status = 206,
            .body = net::MemoryBody{.owner = file,
                                    .octets = contents.substr(range.from, range.length)}};
  }
  return {.status = 206,
          .body = net::FileBody{.descriptor = file->descriptor,
                                .from = static_cast<off_t>(range.from),
                                .length = range.length}};
}

Answer serve_file(const RequestHead& request,
                  const std::shared_ptr<const File>& file,
                  Output& fields) {
  const int status = evaluate_conditions(request, file->version);
  if (status == 304) {
    fields.add(file->fields);
    return {.status = 304, .body = {}};
  }
  if (status == 412) return Answer::text(412, "the file is another version", fields);
  const RangeWish wish = wanted_range(request, file->version, file->size);
  switch (wish.kind) {
    case RangeWish::Kind::whole:
      return whole(file, fields);
    case RangeWish::Kind::part:
      return part(file, wish.range, fields);
    case RangeWish::Kind::impossible:
      break;
  }
  fields.add("Content-Range: bytes */").add(file->size).add("\r\n");
  return Answer::text(416, "the file is shorter than the range asked for", fields);
}

/// Without its slash a directory's relative links would miss: the browser is sent to the right
/// address.
Answer add_slash(const RequestHead& request, Output& fields) {
  std::string_view path = request.path;
  while (path.starts_with("//"))
    path.remove_prefix(1);  // `//name/` would be another host
  fields.add("Location: ").add(path).add("/").add(request.query).add("\r\n");
  return Answer::text(301, "a directory's address ends with a slash", fields);
}

class Site {
 public:
  Site(net::EventLoop& loop, FileStore store)
      : loop_(loop),
        store_(std::move(store)) {}

  Answer answer(const RequestHead& request, Output& fields) {
    if (request.method != Method::get && request.method != Method::head) {
      fields.add("Allow: GET, HEAD\r\n");
      return Answer::text(405, "files can only be read", fields);
    }
    if (net::is_normal_path(request.path)) {
      path_.assign(request.path);
    } else {
      const auto normal = net::normal_path(request.path);
      if (!normal) return Answer::text(400, "the path is malformed or leaves the site", fields);
      path_ = *normal;
    }
    const bool directory = path_.ends_with('/');
    if (directory) path_ += "index.html";
    const Found found = store_.find(path_, loop_.now());
    switch (found.kind) {
      case Found::Kind::file:
        return serve_file(request, found.file, fields);
      case Found::Kind::directory:
        if (directory) break;
        return add_slash(request, fields);
      case Found::Kind::forbidden:
        return Answer::text(403, "this may not be read", fields);
      case Found::Kind::nothing:
        if (directory && is_directory()) {
          return Answer::text(403, "this directory has no index.html", fields);
        }
        break;
    }
    return Answer::text(404, "there is no such file", fields);
  }

 private:
  /// Whether the directory is there whose index.html is not.
  bool is_directory() {
    path_.resize(path_.rfind('/') + 1);
    return store_.find(path_, loop_.now()).kind == Found::Kind::directory;
  }

  net::EventLoop& loop_;
  FileStore store_;
  std::string path_;  ///< reused, so that no request allocates
};

}  // namespace

net::Result<net::Handler> file_service(net::EventLoop& loop, const std::string& root) {
  net::Result<FileStore> store = FileStore::open(root);
  if (!store) return net::Problem{store.problem()};
  const auto site = std::make_shared<Site>(loop, std::move(*store));
  return net::Handler(
      [site](const RequestHead& request, Output& fields) { return site->answer(request, fields); });
}

}  // namespace reference::web

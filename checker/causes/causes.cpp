#include "checker/causes/causes.hpp"

#include "checker/causes/closer.hpp"
#include "checker/causes/fixes.hpp"
#include "checker/causes/reading.hpp"
#include "checker/causes/recognise.hpp"
#include "checker/causes/tables.hpp"
#include "checker/expect/messages/messages.hpp"

#include <algorithm>
#include <vector>

namespace pinko::causes {
namespace {

using Recogniser = decltype(Cause::recognise);

/// Messages of other programs whose lines can be corrected.
struct Mend {
  std::string_view id;
  Recogniser recognise;
};

constexpr Mend kMends[] = {
    {"pip-externally-managed", mended<fix::externally_managed, place::same_or_over>},
    {"externally-managed-not-there", mended<fix::rm_force>},
    {"apt-asks-and-nobody-answers", mended<fix::assume_yes>},
    {"pip-install-forgotten", mended<fix::pip_install>},
    {"instruction-unknown", closer::instruction_meant},
    {"apt-package-unknown", closer::word_meant},
    {"apt-verb-unknown", closer::word_meant},
    {"apt-option-unknown", closer::word_meant},
    {"apt-package-not-available", closer::word_meant},
    {"pip-option-unknown", closer::word_meant},
    {"image-name-invalid", mended<fix::base_image, place::same_or_over>},
    {"command-not-found-in-build", closer::word_meant},
    {"apt-commands-joined", mended<fix::commands_apart>},
    {"route-without-slash", mended<fix::route>},
    {"copy-target-no-folder", mended<fix::folder_target>},
    {"copy-target-is-file", mended<fix::file_target>},
    {"python-module-missing", mended<fix::missing_module, place::after_pip>},
    {"python-name-unknown", mended<fix::name_meant>},
    {"python-import", mended<fix::imported_name>},
    {"python-stops", mended<fix::attribute_meant>},
    {"cmd-not-found", closer::program_not_found},
    {"cmd-empty", closer::empty_command},
    {"cmd-may-not-run", mended_so<kServerCommand, place::start>},
    {"cmd-file-not-in-image", mended<fix::started_file, place::same_or_over>},
    {"nginx-conf-is-folder", mended_so<kCopyConf, place::before_start>},
    {"nginx-semicolon-missing", mended<fix::semicolon, place::statement>},
    {"nginx-brace-too-much", mended<fix::semicolon, place::statement>},
    {"nginx-directive-unknown", mended<fix::directive, place::statement>},
    {"nginx-comment-with-slashes", mended<fix::hash_comment>},
    {"nginx-http-missing", mended<fix::http_in_front>},
    {"nginx-host-not-found", mended<fix::proxy_pass>},
    {"nginx-https-to-http", mended<fix::proxy_pass>},
    {"nginx-upstream-port", mended<fix::upstream_pass>},
    {"nginx-upstream-scheme", mended<fix::upstream_server>},
    {"nginx-daemon-option", mended_so<kNginxCommand, place::start>},
    {"yaml-key-twice", closer::key_twice},
    {"compose-wrong-type", closer::wrong_type},
    {"host-port-taken", closer::port_wanted_twice},
    {"user-unknown", closer::user_unknown},
    {"expose-pair", closer::exposed_pair},
    {"compose-port-form", closer::port_form},
    {"compose-port-no-number", closer::port_form},
    {"compose-entry-twice", closer::entry_twice},
    {"yaml-entry-beside-key", closer::entry_beside_key},
    {"yaml-colon-missing", closer::colon_missing},
    {"yaml-mapping", closer::second_colon},
    {"yaml-sign", closer::sign_of_markdown},
    {"compose-key-unknown", closer::key_unknown},
    {"compose-volume-undefined", closer::volume_undefined},
    {"compose-section-empty", closer::section_empty},
    {"services-wait-for-each-other", closer::services_in_circle},
    {"service-unhealthy", closer::never_healthy},
    {"yaml-tab", mended<fix::blanks_for_tabs>},
    {"browser-not-a-function", mended<fix::name_meant>},
    {"blocked-by-cors", mended<fix::cors_call, place::application>},
};

Recogniser recogniser_of(std::string_view id) {
  const auto* found = std::ranges::find(kMends, id, &Mend::id);
  return found == std::ranges::end(kMends) ? said : found->recognise;
}

std::vector<Cause> put_together() {
  std::vector<Cause> all;
  for (const auto table : {causes_of_texts(),
                           causes_of_files(),
                           causes_of_images(),
                           causes_of_back_ends(),
                           causes_of_nginx(),
                           causes_of_pages(),
                           causes_of_stacks(),
                           causes_of_scaling()}) {
    all.insert(all.end(), table.begin(), table.end());
  }
  for (const auto table : {expect::messages_of_builds(),
                           expect::messages_of_servers(),
                           expect::messages_of_compose(),
                           expect::messages_of_browsers()}) {
    for (const expect::Message& message : table) {
      all.push_back({.id = message.id,
                     .title = message.words,
                     .direction = message.direction,
                     .step = message.step,
                     .recognise = recogniser_of(message.id)});
    }
  }
  return all;
}

}  // namespace

std::span<const Cause> all_causes() {
  static const std::vector<Cause> all = put_together();
  return all;
}

const Cause* find_cause(std::string_view id) {
  const auto all = all_causes();
  const auto found = std::ranges::find(all, id, &Cause::id);
  return found == all.end() ? nullptr : &*found;
}

Knowledge knowledge() {
  return {.causes = all_causes(),
          .read = read_task,
          .edge = by_edge,
          .lost = lost_lines,
          .disagreements = disagreements};
}

}  // namespace pinko::causes

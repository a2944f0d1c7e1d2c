#pragma once

#include "checker/core/cause.hpp"

#include <string>

/// Corrected lines, each made of the student's own and of what the judgement found. Empty where
/// they cannot be told.
namespace pinko::causes::fix {

/// The name that was meant in place of the one that stands there.
std::string name_meant(const Case& failure, const std::string& line);

/// The same behind a dot.
std::string attribute_meant(const Case& failure, const std::string& line);

// Dockerfiles.
std::string base_image(const Case& failure, const std::string& line);
std::string apart(const Case& failure, const std::string& line);           ///< apt-get update
std::string commands_apart(const Case& failure, const std::string& line);  ///< with && between
std::string apt_get_in_front(const Case& failure, const std::string& line);
std::string pip_in_front(const Case& failure, const std::string& line);
std::string without_commas(const Case& failure, const std::string& line);
std::string apt_get(const Case& failure, const std::string& line);     ///< apt to apt-get
std::string assume_yes(const Case& failure, const std::string& line);  ///< -y
std::string externally_managed(const Case& failure, const std::string& line);
std::string whole_site(const Case& failure, const std::string& line);
std::string flask_by_pip(const Case& failure, const std::string& line);
std::string rm_force(const Case& failure, const std::string& line);
std::string pip_install(const Case& failure, const std::string& line);
std::string folder_target(const Case& failure, const std::string& line);
std::string file_target(const Case& failure, const std::string& line);
std::string missing_module(const Case& failure, const std::string& line);
std::string exec_quotes(const Case& failure, const std::string& line);
std::string imported_name(const Case& failure, const std::string& line);
std::string update_first(const Case& failure, const std::string& line);  ///< apt-get update &&
std::string cmd_for_run(const Case& failure, const std::string& line);
std::string greeting(const Case& failure, const std::string& line);

// Python and nginx.
std::string flask_run(const Case& failure, const std::string& line);
std::string plain_http(const Case& failure, const std::string& line);
std::string cors_call(const Case& failure, const std::string& line);
std::string plain_answer(const Case& failure, const std::string& line);
std::string without_methods(const Case& failure, const std::string& line);
std::string route(const Case& failure, const std::string& line);
std::string listen(const Case& failure, const std::string& line);
std::string root(const Case& failure, const std::string& line);
std::string directive(const Case& failure, const std::string& line);  ///< its name, or a semicolon
std::string semicolon(const Case& failure, const std::string& line);
std::string hash_comment(const Case& failure, const std::string& line);
std::string http_in_front(const Case& failure, const std::string& line);
std::string proxy_pass(const Case& failure, const std::string& line);
std::string pass_below(const Case& failure, const std::string& line);  ///< for a location's line
std::string started_file(const Case& failure, const std::string& line);
std::string location_prefix(const Case& failure, const std::string& line);  ///< without =
std::string location_slash(const Case& failure, const std::string& line);
std::string upstream_server(const Case& failure, const std::string& line);  ///< without http://
std::string upstream_pass(const Case& failure, const std::string& line);    ///< without a port
std::string without_weight(const Case& failure, const std::string& line);

// Compose and the page.
std::string blanks_for_tabs(const Case& failure, const std::string& line);
std::string two_keys(const Case& failure, const std::string& line);  ///< `build: context: x`
std::string published(const Case& failure, const std::string& line);
std::string expose(const Case& failure, const std::string& line);
std::string ports(const Case& failure, const std::string& line);
std::string depends_on(const Case& failure, const std::string& line);
std::string back_end_name(const Case& failure, const std::string& line);
std::string proxy_name(const Case& failure, const std::string& line);
std::string service_missing(const Case& failure, const std::string& line);
std::string proxy_service(const Case& failure, const std::string& line);
std::string id_in_tag(const Case& failure, const std::string& line);
std::string api_url(const Case& failure, const std::string& line);
// With the jQuery file that the site brings along.
std::string jquery_tag(const Case& failure, const std::string& line);
std::string jquery_src(const Case& failure, const std::string& line);

}  // namespace pinko::causes::fix

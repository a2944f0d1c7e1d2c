#pragma once

#include "checker/core/cause.hpp"
#include "checker/discovery/dockerfile.hpp"

#include <string>
#include <vector>

/// Where corrected lines belong. Each takes the judgement's first place, which may be a whole file,
/// and the lines.
namespace pinko::causes::place {

/// In place of the first place's own line.
Placement line(const Case& failure, const Location& first, const std::string& lines);
/// In place of all lines of the first place: an instruction with those that go on below it.
Placement whole(const Case& failure, const Location& first, const std::string& lines);
/// In place of a key of a Compose file and all that is below it.
Placement section(const Case& failure, const Location& first, const std::string& lines);
/// In place of all that the file holds.
Placement file(const Case& failure, const Location& first, const std::string& lines);
/// Below the last line of the file.
Placement end(const Case& failure, const Location& first, const std::string& lines);
/// Below, or above, the first place.
Placement under(const Case& failure, const Location& first, const std::string& lines);
Placement over(const Case& failure, const Location& first, const std::string& lines);
/// In place of the line where it begins with the same word; beside it otherwise.
Placement same_or_under(const Case& failure, const Location& first, const std::string& lines);
Placement same_or_over(const Case& failure, const Location& first, const std::string& lines);

// In the Dockerfile of the first place.
/// Below FROM.
Placement after_from(const Case& failure, const Location& first, const std::string& lines);
/// Below the RUN line with `apt-get update`, or else below FROM.
Placement after_update(const Case& failure, const Location& first, const std::string& lines);
/// In place of an instruction of the same kind at the first place; otherwise above the
/// instruction that starts something, at the end of a file without one.
Placement before_start(const Case& failure, const Location& first, const std::string& lines);
/// The same, above the first COPY where there is one.
Placement before_copy(const Case& failure, const Location& first, const std::string& lines);
/// In place of what starts something; at the end of a file where nothing does.
Placement start(const Case& failure, const Location& first, const std::string& lines);
/// In the back end's Dockerfile below what pip installs, wherever the first place is.
Placement after_pip(const Case& failure, const Location& first, const std::string& lines);

// In other files.
/// In place of the statement of nginx that lacks its end: the line, or the one above it.
Placement statement(const Case& failure, const Location& first, const std::string& lines);
/// At the line of api.py that makes the application.
Placement application(const Case& failure, const Location& first, const std::string& lines);
/// Below the last service of a Compose file.
Placement last_service(const Case& failure, const Location& first, const std::string& lines);

/// The Dockerfile of the image that a check looked into, for a judgement that names no place;
/// empty where none is known.
[[nodiscard]] std::vector<Location> file_behind(const Case& failure);

/// A key of a Compose file with all that is below it; the line of it has to be known.
[[nodiscard]] Location section_at(const Sources& task, const Location& key);

/// Above the instruction that starts something, or at the end of a file without one.
[[nodiscard]] Placement before_start_of(const discovery::Dockerfile& dockerfile,
                                        const Sources& task,
                                        const std::string& path);

}  // namespace pinko::causes::place

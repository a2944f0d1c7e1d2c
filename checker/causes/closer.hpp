#pragma once

#include "checker/core/cause.hpp"

#include <optional>

/// Recognisers that look closer: the judgement names a cause in general words, or none, and the
/// task's files tell it exactly. Their rows stand before those of the general causes.
namespace pinko::causes::closer {

using Found = std::optional<Diagnosis>;

// Files that are missing.
/// A file beside the place has nearly the name, or nearly what it has to hold.
Found file_called_otherwise(const Case& failure, const Cause& cause);
/// The file stands in a folder that is nearly called so.
Found folder_called_otherwise(const Case& failure, const Cause& cause);
/// The back end's files still stand at the top of the task's folder.
Found back_end_not_moved(const Case& failure, const Cause& cause);
/// The program that the container starts has nothing in it.
Found program_empty(const Case& failure, const Cause& cause);

// What a container starts.
/// `CMD ['python3', 'api.py']`
Found exec_single_quotes(const Case& failure, const Cause& cause);
/// `CMD ["python3 api.py"]`
Found exec_one_word(const Case& failure, const Cause& cause);
/// ENTRYPOINT takes the words of CMD for its arguments.
Found entrypoint_takes_cmd(const Case& failure, const Cause& cause);
/// nginx goes to the background, and the container ends.
Found nginx_in_background(const Case& failure, const Cause& cause);
/// api.py is started, and never calls app.run.
Found flask_never_run(const Case& failure, const Cause& cause);
/// An image of a bare system without CMD and ENTRYPOINT.
Found no_command(const Case& failure, const Cause& cause);
/// `command` of the Compose file takes the place of CMD.
Found compose_command(const Case& failure, const Cause& cause);

/// A volume of the Compose file lies over the site.
Found volume_over_site(const Case& failure, const Cause& cause);

}  // namespace pinko::causes::closer

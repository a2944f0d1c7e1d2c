#pragma once

#include "checker/core/cause.hpp"
#include "checker/discovery/dockerfile.hpp"

#include <optional>

/// Recognisers that look closer: the judgement names a cause in general words, or none, and the
/// task's files tell it exactly. Their rows stand before those of the general causes.
namespace pinko::causes::closer {

using Found = std::optional<Diagnosis>;

// Signs that only look right.
/// A no-break space, or another blank that programs do not take for one.
Found no_break_space(const Case& failure, const Cause& cause);
/// “9000:9000”
Found typographic_quotes(const Case& failure, const Cause& cause);

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
/// `CMD []`.
Found empty_command(const Case& failure, const Cause& cause);
/// The program to start is not in the image: that of CMD, or of `command` in the Compose file.
Found program_not_found(const Case& failure, const Cause& cause);
/// `command` of the Compose file takes the place of CMD.
Found compose_command(const Case& failure, const Cause& cause);

/// `CMD ["python3" "api.py"]`: brackets that are no list.
Found exec_unreadable(const Case& failure, const Cause& cause);
/// Of several CMD lines an earlier one is right, and the last one counts.
Found cmd_overridden(const Case& failure, const Cause& cause);

// Lines of a Dockerfile.
/// `EXPOSE 5252 # the API`
Found comment_behind(const Case& failure, const Cause& cause);
/// A line goes on in the next one, and lacks its backslash.
Found backslash_missing(const Case& failure, const Cause& cause);
/// A RUN line ends with a backslash, and the next instruction becomes a part of it.
Found instruction_swallowed(const Case& failure, const Cause& cause);
/// `qpt-get`, `apt-get updste`, `python3-pio`: a word that a build does not know, and one like it.
Found word_meant(const Case& failure, const Cause& cause);
/// `USER student` in an image that has no such account.
Found user_unknown(const Case& failure, const Cause& cause);
/// `COPYapi.py .`, or a command without RUN.
Found instruction_meant(const Case& failure, const Cause& cause);
/// `WORKDIR /app COPY api.py .`
Found instructions_on_one_line(const Case& failure, const Cause& cause);
/// `RUN rm /usr/lib/python*/EXTERNALLY-MANAGE`
Found marker_misspelt(const Case& failure, const Cause& cause);
/// `cat <<EOF > Dockerfile` was written into the Dockerfile.
Found shell_in_dockerfile(const Case& failure, const Cause& cause);
/// `RUN sudo apt-get update`
Found sudo_in_image(const Case& failure, const Cause& cause);
/// Is this a RUN line that installs the package with apt?
bool installs(const discovery::Instruction& instruction, std::string_view package);
/// python3 is installed, and python3-pip is not.
Found pip_missing(const Case& failure, const Cause& cause);
/// A line below the one that fails installs what it needs.
Found installed_too_late(const Case& failure, const Cause& cause);

// The program.
/// `if __name__ == "main":`
Found main_guard(const Case& failure, const Cause& cause);
/// app.run stands in a function to which nothing comes.
Found run_not_reached(const Case& failure, const Cause& cause);
/// `flask run` without its own host and port.
Found flask_run_options(const Case& failure, const Cause& cause);
/// `app.route(…)` without its @.
Found route_without_sign(const Case& failure, const Cause& cause);

/// `CMD python3 api.py &`
Found server_in_background(const Case& failure, const Cause& cause);

// How a file is written.
/// `<<<<<<< HEAD`
Found merge_not_finished(const Case& failure, const Cause& cause);
/// A file in UTF-16, which its program cannot read.
Found file_in_utf16(const Case& failure, const Cause& cause);
/// A byte order mark, which its program takes for a part of the first word.
Found byte_order_mark(const Case& failure, const Cause& cause);

// Compose files.
/// `prots:` in place of `ports:`
Found key_misspelt(const Case& failure, const Cause& cause);
/// `dockerfile` beside build, or `image` below it.
Found key_misplaced(const Case& failure, const Cause& cause);
/// A service's name that stands twice below depends_on.
Found entry_twice(const Case& failure, const Cause& cause);
/// `ports: - "80:80"`
Found entry_beside_key(const Case& failure, const Cause& cause);
/// A service in the column of `services:`.
Found service_at_top(const Case& failure, const Cause& cause);
/// `- "9000:9000"` below expose.
Found exposed_pair(const Case& failure, const Cause& cause);
/// `- 80:80"`, or the name of a service among the ports.
Found port_form(const Case& failure, const Cause& cause);
/// Services without the line `services:` above them.
Found services_line_missing(const Case& failure, const Cause& cause);
/// `build: ./back-end/Dockerfile`
Found build_names_file(const Case& failure, const Cause& cause);
/// `build: .`, or build without context, where the Dockerfile is in the service's folder.
Found build_at_top(const Case& failure, const Cause& cause);
/// `dockerfile:` names a file from another folder than the context, or in other letters.
Found dockerfile_key_wrong(const Case& failure, const Cause& cause);
/// `-"5252:5252"`
Found dash_without_blank(const Case& failure, const Cause& cause);
/// `proxy` on a line of its own
Found colon_missing(const Case& failure, const Cause& cause);
/// `build:./back-end`
Found colon_without_blank(const Case& failure, const Cause& cause);
/// `- 5252: 5252`
Found blank_in_port(const Case& failure, const Cause& cause);
/// `- "5252:5252`
Found quote_not_closed(const Case& failure, const Cause& cause);
/// `back-end:` with nothing below.
Found service_empty(const Case& failure, const Cause& cause);
/// A key that stands twice in one section.
Found key_twice(const Case& failure, const Cause& cause);
/// A key that Compose does not know, and that is like none.
Found key_unknown(const Case& failure, const Cause& cause);
/// A volume by a name that the top level does not have.
Found volume_undefined(const Case& failure, const Cause& cause);
/// Two services that wait for each other.
Found services_in_circle(const Case& failure, const Cause& cause);
/// `networks:` with nothing below.
Found section_empty(const Case& failure, const Cause& cause);
/// A line of ``` around a file that was copied from a text.
Found sign_of_markdown(const Case& failure, const Cause& cause);
/// `image: a: b`
Found second_colon(const Case& failure, const Cause& cause);
/// A service whose health check never passes, and one that waits for that.
Found never_healthy(const Case& failure, const Cause& cause);
/// A value of another kind than Compose expects behind its key.
Found wrong_type(const Case& failure, const Cause& cause);
/// A service below networks or volumes.
Found service_in_other_section(const Case& failure, const Cause& cause);
/// A service indented as a key of the one above.
Found service_in_service(const Case& failure, const Cause& cause);
/// A volume of the Compose file takes a file that is not there.
Found volume_source_missing(const Case& failure, const Cause& cause);
/// Two services that want the same port of the host.
Found port_wanted_twice(const Case& failure, const Cause& cause);
/// Two services of one name.
Found service_twice(const Case& failure, const Cause& cause);

// The page and what it asks.
/// `$(…).text = data`
Found function_assigned(const Case& failure, const Cause& cause);
/// `.innerHtml`
Found property_misspelt(const Case& failure, const Cause& cause);
/// `.text(data.message)`
Found answer_has_no_parts(const Case& failure, const Cause& cause);
/// `dataType: "json"`, `$.getJSON`
Found json_asked_for(const Case& failure, const Cause& cause);
/// The edits were made in another page of the site.
Found other_page_edited(const Case& failure, const Cause& cause);
/// Code between the tags of a script that has a src.
Found code_in_src_script(const Case& failure, const Cause& cause);
/// Code of a script without the tags around it.
Found script_without_tag(const Case& failure, const Cause& cause);
/// CORS is called where it changes nothing.
Found cors_too_late(const Case& failure, const Cause& cause);
/// `CORS()`
Found cors_without_app(const Case& failure, const Cause& cause);

// The proxy and its servers.
/// Proxy and server are in no network together.
Found networks_apart(const Case& failure, const Cause& cause);
/// A rewrite changes the path on its way.
Found rewrite_in_proxy(const Case& failure, const Cause& cause);
/// An upstream block stands in the server section.
Found upstream_inside_server(const Case& failure, const Cause& cause);
/// A fixed address on the service that is scaled.
Found address_on_scaled(const Case& failure, const Cause& cause);
/// Fewer ports of the host than containers shall have one.
Found host_port_on_scaled(const Case& failure, const Cause& cause);
/// The configuration was copied over nginx's main one.
Found copied_over_main_conf(const Case& failure, const Cause& cause);

/// A volume of the Compose file lies over the site.
Found volume_over_site(const Case& failure, const Cause& cause);

}  // namespace pinko::causes::closer

#include "checker/causes/fixes.hpp"
#include "checker/causes/recognise.hpp"
#include "checker/causes/tables.hpp"

namespace pinko::causes {
namespace {

constexpr char kTryFiles[] = "        try_files $uri $uri/ =404;";
constexpr char kApiLocation[] =
    "    location /api {\n        proxy_pass http://back-end:5252;\n    }";
constexpr char kRootLocation[] =
    "    location / {\n        proxy_pass http://front-end:9000;\n    }";

constexpr Cause kCauses[] = {
    {.id = "nginx-local-only",
     .title = "nginx listens on 127.0.0.1, which only its own container can reach",
     .direction = "For whom does nginx listen? Look at the listen line.",
     .step = "Write the port alone behind listen.",
     .recognise = mended<fix::listen>},
    {.id = "nginx-default-port",
     .title = "nginx listens on port 80, as it does when no configuration says otherwise",
     .direction = "Does nginx read your configuration, and does it have a listen line?",
     .step = "Write the port behind listen, and copy the file to where nginx reads it.",
     .recognise = mended<fix::listen>},
    {.id = "nginx-other-port",
     .title = "nginx listens on another port than it is asked on",
     .direction = "Compare the listen line with the port on which the server is asked.",
     .step = "Write the task's port behind listen.",
     .recognise = mended<fix::listen>},
    {.id = "nginx-refuses",
     .title = "nginx refuses its configuration",
     .direction = "nginx names a file and a line; look there and at the line above.",
     .step = "Mend the line that nginx names.",
     .recognise = named},
    {.id = "nginx-no-server-section",
     .title = "the file has no server section",
     .direction = "In which section do listen and location stand?",
     .step = "Put everything into one server section.",
     .recognise = named},
    {.id = "nginx-root-missing",
     .title = "the configuration names no root, so nginx looks in its own folder",
     .direction = "How does nginx learn where the site is?",
     .step = "Write a root line with the site's folder.",
     .recognise = mended<fix::root>},
    {.id = "nginx-root-elsewhere",
     .title = "root names a folder in which the site is not",
     .direction = "Compare root with the folder into which COPY puts the site.",
     .step = "Let root name the site's folder.",
     .recognise = mended<fix::root>},
    {.id = "try-files-never-asks",
     .title = "try_files never looks for the file that was asked for",
     .direction = "Which word stands for the file that was asked for?",
     .step = "Let it begin with `$uri`, or remove it.",
     .recognise = mended_so<kTryFiles>},
    {.id = "api-location-missing",
     .title = "no location is for /api, so the request goes where the page comes from",
     .direction = "Which location would take /api/hello?",
     .step = "Add a location for /api.",
     .recognise = mended_so<kApiLocation>},
    {.id = "root-location-missing",
     .title = "no location is for /",
     .direction = "Which location would take the page?",
     .step = "Add a location for /.",
     .recognise = mended_so<kRootLocation>},
    {.id = "proxy-pass-missing",
     .title = "the location has no proxy_pass",
     .direction = "What shall nginx do with a request that comes here?",
     .step = "Add a proxy_pass to the location.",
     .recognise = named},
    {.id = "proxy-pass-other-port",
     .title = "proxy_pass leads to another port than the one on which the server listens",
     .direction = "Compare the port in proxy_pass with the server's own.",
     .step = "Write the server's port behind its name.",
     .recognise = mended<fix::proxy_pass>},
    {.id = "proxy-pass-takes-path-away",
     .title = "the path behind proxy_pass takes the place of the location's own",
     .direction = "Look at what stands behind the port in proxy_pass, even a single slash.",
     .step = "Write nothing behind the port in proxy_pass, not even a `/`.",
     .recognise = mended<fix::proxy_pass>},
    {.id = "proxy-pass-to-itself",
     .title = "inside the proxy's container, localhost is the proxy itself",
     .direction = "Who is localhost, seen from inside a container?",
     .step = "Write the service's name in place of localhost.",
     .recognise = mended<fix::proxy_pass>},
    {.id = "proxy-pass-unknown-service",
     .title = "no service is called as proxy_pass says",
     .direction = "Compare the name in proxy_pass with the services of the Compose file.",
     .step = "Write the service's name as the Compose file has it.",
     .recognise = mended<fix::proxy_pass>},
    {.id = "proxy-pass-to-other-server",
     .title = "the proxy sends these requests to the wrong one of the servers",
     .direction = "Which server answers these requests?",
     .step = "Write the name of the server that answers them.",
     .recognise = named},
    {.id = "proxy-pass-variable",
     .title = "with a variable in proxy_pass, nginx looks the name up anew and begins again",
     .direction = "Is the variable needed?",
     .step = "Write the service's name itself in proxy_pass.",
     .recognise = mended<fix::proxy_pass>},
    {.id = "proxy-reaches-nobody",
     .title = "nginx reaches no server behind proxy_pass",
     .direction = "Compare name and port in proxy_pass with the server.",
     .step = "Let name and port in proxy_pass be those of the server.",
     .recognise = named},
    {.id = "proxy-closes-connections",
     .title = "the proxy closed the connection in between, and each of nginx's workers has a turn "
              "of its own",
     .direction = "Which lines of proxy.conf speak of keepalive?",
     .step = "Leave keepalive_timeout and keepalive_requests as they are by default.",
     .recognise = named},
};

}  // namespace

std::span<const Cause> causes_of_nginx() {
  return kCauses;
}

}  // namespace pinko::causes

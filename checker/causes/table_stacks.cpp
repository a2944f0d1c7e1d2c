#include "checker/causes/fixes.hpp"
#include "checker/causes/recognise.hpp"
#include "checker/causes/tables.hpp"

namespace pinko::causes {
namespace {

constexpr Cause kCauses[] = {
    {.id = "service-missing",
     .title = "the Compose file lacks a service",
     .direction = "How many servers does the task have?",
     .step = "Add the service with its build and ports.",
     .recognise = mended<fix::service_missing, place::last_service>},
    {.id = "service-in-profile",
     .title = "a service has profiles, and nobody asks for them",
     .direction = "Which services does `docker-compose config --services` name?",
     .step = "Remove profiles from the service.",
     .recognise = named},
    {.id = "service-without-build",
     .title = "a service has no build",
     .direction = "From which folder is its image built?",
     .step = "Add build with the folder of its Dockerfile.",
     .recognise = named},
    {.id = "service-image-name-invalid",
     .title = "Docker refuses the name that a service gives its image",
     .direction = "Which letters and signs may the name behind image have?",
     .step = "Write the name in small letters, with dashes in place of blanks.",
     .recognise = mended<fix::name_meant>},
    {.id = "service-without-ports",
     .title = "a service has no ports",
     .direction = "How do visitors reach the service?",
     .step = "Add ports with \"host:container\".",
     .recognise = mended<fix::ports, place::under>},
    {.id = "depends-on-missing",
     .title = "no service has depends_on",
     .direction = "Which service needs the other one to be there first?",
     .step = "Let the front end depend on the back end.",
     .recognise = mended<fix::depends_on, place::under>},
    {.id = "port-not-published",
     .title = "the service does not publish the port on which it is asked",
     .direction = "Compare the left side of ports with the port in the address.",
     .step = "Publish the port below ports.",
     .recognise = mended<fix::published, place::same_or_under>},
    {.id = "published-port-leads-nowhere",
     .title = "ports leads to a port of the container on which nothing listens",
     .direction = "Compare the right side of ports with the port on which the server listens.",
     .step = "Write the server's port behind the colon.",
     .recognise = named},
    {.id = "host-port-left",
     .title = "a port of your computer still leads to a server that only the proxy shall reach",
     .direction = "Which service alone shall have a port of your computer?",
     .step = "Remove ports from that service; expose is enough.",
     .recognise = mended<fix::expose, place::section>},
    {.id = "proxy-service-missing",
     .title = "no service of the Compose file is the proxy",
     .direction = "Which server stands before the others, and what starts it?",
     .step = "Add the service proxy with build, and ports with \"80:80\".",
     .recognise = mended<fix::proxy_service, place::last_service>},
    {.id = "proxy-called-otherwise",
     .title = "the proxy's service is called otherwise",
     .direction = "Which name does the task give the service?",
     .step = "Call it proxy.",
     .recognise = mended<fix::proxy_name>},
};

}  // namespace

std::span<const Cause> causes_of_stacks() {
  return kCauses;
}

}  // namespace pinko::causes

#include "checker/expect/messages/messages.hpp"

namespace pinko::expect {
namespace {

constexpr Message kMessages[] = {
    {.id = "browser-jquery-not-there",
     .speaker = Speaker::browser,
     .marks = {"$ is not defined", "jQuery is not defined"},
     .words = "the script runs, and jQuery is not there yet or not at all",
     .direction = "In which order does the page load its scripts?",
     .step = "Put your script last in the body, behind the script that loads jQuery."},
    {.id = "browser-name-not-defined",
     .speaker = Speaker::browser,
     .marks = {"ReferenceError: ", " is not defined"},
     .words = "a script uses a name that nobody defined before",
     .direction = "Who defines that name, and does it run earlier?",
     .step = "Check the name's spelling, and load what defines it before the script."},
    {.id = "answer-taken-for-json",
     .speaker = Speaker::browser,
     .marks = {"is not valid JSON", "in JSON at position"},
     .words = "the script takes the answer for JSON, and it is plain text",
     .direction = "What does the API send: JSON, or a text?",
     .step = "Take it as text: `$.get(url, data => …)`, or `.then(r => r.text())` of fetch."},
    {.id = "browser-script-syntax",
     .speaker = Speaker::browser,
     .marks = {"SyntaxError: "},
     .words = "a script of the page is not valid JavaScript, so none of it runs",
     .direction = "The console names a line; count its brackets and quotes.",
     .step = "Mend the line that the console names."},
    {.id = "browser-null-element",
     .speaker = Speaker::browser,
     .marks = {"of null"},
     .words = "a script looks for an element that is not there, or not yet",
     .direction = "Compare the id in the script with the page, and see which of them comes first.",
     .step = "Put the script behind the element, and write the id as the page has it."},
    {.id = "browser-not-a-function",
     .speaker = Speaker::browser,
     .marks = {"$.ajax is not a function", "$.get is not a function", "is not a function"},
     .words = "a script calls something that is no function here",
     .direction = "Read the name in the message letter by letter; jQuery's slim build has no ajax.",
     .step = "Check the function's spelling, or load the whole jQuery, not its slim build."},
    {.id = "blocked-by-cors",
     .speaker = Speaker::browser,
     .marks = {"blocked by CORS policy", "net::ERR_FAILED cors"},
     .words = "the browser hid the API's answer from the page: it allows no other origin (CORS)",
     .direction = "Page and API are on different ports; the API has to allow that.",
     .step = "Call CORS(app) in api.py, and install flask-cors in its Dockerfile."},
    {.id = "browser-connection-refused",
     .speaker = Speaker::browser,
     .marks = {"net::ERR_CONNECTION_REFUSED"},
     .words = "nothing listens where the page asks",
     .direction = "Compare the port that the page asks with those that are published.",
     .step = "Let the page ask where the server is."},
    {.id = "browser-name-not-resolved",
     .speaker = Speaker::browser,
     .marks = {"net::ERR_NAME_NOT_RESOLVED"},
     .words = "the browser runs outside of Docker and knows no such host",
     .direction = "Who asks for the API: the container, or the browser on your computer?",
     .step = "Let the page ask a name that your computer knows, or its own address."},
    {.id = "browser-unsafe-port",
     .speaker = Speaker::browser,
     .marks = {"net::ERR_UNSAFE_PORT"},
     .words = "the browser refuses to ask that port, which belongs to another service",
     .direction = "Look at the port that the page asks.",
     .step = "Use the port that the task names."},
};

}  // namespace

std::span<const Message> messages_of_browsers() {
  return kMessages;
}

}  // namespace pinko::expect

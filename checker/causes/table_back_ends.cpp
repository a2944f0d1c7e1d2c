#include "checker/causes/fixes.hpp"
#include "checker/causes/recognise.hpp"
#include "checker/causes/tables.hpp"

namespace pinko::causes {
namespace {

constexpr char kInstallCors[] = "RUN pip3 install flask-cors";

constexpr Cause kCauses[] = {
    {.id = "flask-local-only",
     .title = "Flask listens on 127.0.0.1, which only its own container can reach",
     .direction = "For whom does Flask listen? Look at the address with which it starts.",
     .step = "Start it with host 0.0.0.0, which means everybody.",
     .recognise = mended<fix::flask_run>},
    {.id = "flask-default-port",
     .title = "Flask listens on port 5000, as it does when no port is given",
     .direction = "Compare Flask's port with the one that the task names.",
     .step = "Give the port to app.run.",
     .recognise = mended<fix::flask_run>},
    {.id = "flask-other-port",
     .title = "Flask listens on another port than it is asked on",
     .direction = "Compare Flask's port with the one on which it is asked.",
     .step = "Let both name one port; the task's is 5252.",
     .recognise = mended<fix::flask_run>},
    {.id = "flask-cors-not-installed",
     .title = "api.py imports flask_cors, and nothing installs it in the image",
     .direction = "What does api.py import, and what does the Dockerfile install?",
     .step = "Install flask-cors in the Dockerfile with pip3.",
     .recognise = mended_so<kInstallCors>},
    {.id = "python-module-misspelt",
     .title = "the import names a module that is called otherwise",
     .direction = "Read the name of the module in the import letter by letter.",
     .step = "Write the module's own name; install nothing of the other name.",
     .recognise = mended<fix::module_name>},
    {.id = "route-missing",
     .title = "the server answers, and has no route /api/hello",
     .direction = "Compare the path in the decorator with the one that is asked for.",
     .step = "Write `@app.route('/api/hello')` above the function.",
     .recognise = mended<fix::route>},
    {.id = "route-other-method",
     .title = "the route is there, and does not answer GET",
     .direction = "Which methods does the decorator allow, and with which is it asked?",
     .step = "Leave methods out of the decorator: GET is what Flask allows by itself.",
     .recognise = mended<fix::without_methods>},
    {.id = "route-elsewhere",
     .title = "the route is another one, and the server sends visitors there",
     .direction = "Look at the end of the path in the decorator.",
     .step = "Write the path without a slash at its end.",
     .recognise = mended<fix::route>},
    {.id = "route-function-fails",
     .title = "the function behind the route fails",
     .direction = "The server's log names the line.",
     .step = "Mend the function that answers /api/hello.",
     .recognise = named},
    {.id = "answer-has-white-space",
     .title = "there is white space around the answer's text",
     .direction = "Look at the ends of the text between the quotes.",
     .step = "Return the text alone, without blanks and lines around it.",
     .recognise = mended<fix::plain_answer>},
    {.id = "answer-is-json",
     .title = "the text is sent as JSON, with its quotes",
     .direction = "How does the function return the text?",
     .step = "Return the text itself, without jsonify.",
     .recognise = mended<fix::plain_answer>},
    {.id = "answer-depends-on-asking",
     .title = "the answer depends on the way of asking: asked otherwise it is right",
     .direction = "Ask for the same address several times, also on one connection: what differs?",
     .step = "Let the server answer every request for an address alike.",
     .recognise = named},
    {.id = "cors-never-called",
     .title = "api.py never calls CORS(app)",
     .direction = "Importing is not calling.",
     .step = "Call CORS with the application behind the line that makes it.",
     .recognise = mended<fix::cors_call>},
    {.id = "cors-other-origin",
     .title = "the header allows another origin than the page's",
     .direction = "Which address does the page have, port included?",
     .step = "Allow all origins with CORS(app), or name the page's own.",
     .recognise = named},
    {.id = "cors-header-twice",
     .title = "the header is there twice, and browsers refuse such an answer",
     .direction = "Who sets the header: flask-cors, the function, nginx?",
     .step = "Let one of them set it.",
     .recognise = named},
};

}  // namespace

std::span<const Cause> causes_of_back_ends() {
  return kCauses;
}

}  // namespace pinko::causes

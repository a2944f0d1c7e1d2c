#include "checker/browser/chromium.hpp"
#include "checker/browser/running_chromium.hpp"
#include "checker/report/writer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/reports.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <unistd.h>

// The HTML report in a real browser: no complaints, unfolds, readable, and a submission's text
// stays text.
namespace {

using namespace pinko;
using namespace pinko::browser;
using nlohmann::json;
using namespace std::chrono_literals;

RunningChromium& one_browser() {
  static const std::unique_ptr<RunningChromium> browser = [] {
    const auto program = find_chromium({});
    auto started = program ? RunningChromium::start(
                                 *program, Launch{.sandbox = geteuid() != 0}, Deadline::in(30s), {})
                           : fail(program.error());
    if (!started) {
      std::cerr << started.error().message << '\n';
      std::exit(77);
    }
    return std::move(*started);
  }();
  return *browser;
}

/// A page of the browser, spoken to command by command.
class Tab {
 public:
  Tab()
      : mailbox_(one_browser().link().open_mailbox()) {
    const json target = ask("Target.createTarget", {{"url", "about:blank"}});
    const json attached =
        ask("Target.attachToTarget", {{"targetId", target["targetId"]}, {"flatten", true}});
    session_ = attached["sessionId"].get<std::string>();
    one_browser().link().route(session_, mailbox_);
    for (const char* domain : {"Page.enable", "Runtime.enable", "Log.enable"})
      ask(domain, json::object());
  }
  ~Tab() { one_browser().link().unroute(session_); }
  Tab(const Tab&) = delete;
  Tab& operator=(const Tab&) = delete;
  Tab(Tab&&) = delete;
  Tab& operator=(Tab&&) = delete;

  json ask(const std::string& method, const json& params) {
    const int id = one_browser().link().send(mailbox_, {method, params.dump(), session_});
    while (const auto event = next()) {
      const auto* reply = std::get_if<Reply>(&*event);
      if (reply == nullptr || reply->id != id) continue;
      INFO(method + ": " + reply->error);
      REQUIRE(reply->error.empty());
      return json::parse(reply->result);
    }
    FAIL("no reply to " << method);
    return {};
  }

  void open(const std::string& path) {
    ask("Page.navigate", {{"url", "file://" + path}});
    while (!loaded_ && next().has_value()) {
    }
    REQUIRE(loaded_);
  }

  /// What an expression of the page's own world gives.
  json evaluate(const std::string& expression) {
    const json reply =
        ask("Runtime.evaluate", {{"expression", expression}, {"returnByValue", true}});
    INFO(reply.dump(1));
    REQUIRE_FALSE(reply.contains("exceptionDetails"));
    return reply["result"].value("value", json());
  }

  std::vector<std::string> complaints;
  int dialogs = 0;

 private:
  std::optional<Event> next() {
    auto event = mailbox_->next(Deadline::in(20s).at(), {});
    if (!event) return event;
    if (const auto* printed = std::get_if<Printed>(&*event)) {
      complaints.push_back(printed->message.text);
    }
    dialogs += std::holds_alternative<DialogOpened>(*event) ? 1 : 0;
    loaded_ = loaded_ || std::holds_alternative<LoadFired>(*event);
    return event;
  }

  std::shared_ptr<Mailbox> mailbox_;
  std::string session_;
  bool loaded_ = false;
};

/// Writes the report's page to a file of its own and shows it.
class Shown {
 public:
  explicit Shown(const Report& report)
      : folder_("html") {
    const std::filesystem::path path = folder_.path() / "report.html";
    std::ofstream(path, std::ios::binary) << report::find_writer("html")->write(report, {});
    tab.open(path.string());
  }
  Tab tab;

 private:
  TempDir folder_;
};

// The contrast of two colours by WCAG 2.1, of each element that holds text of its own.
constexpr const char* kPoorContrast = R"js((() => {
  const parse = c => c.match(/[\d.]+/g).map(Number);
  const lum = c => c.slice(0, 3).map(v => v / 255).map(v => v <= .03928 ? v / 12.92
    : ((v + .055) / 1.055) ** 2.4).reduce((s, v, i) => s + v * [.2126, .7152, .0722][i], 0);
  const back = e => { for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; }
    return [255, 255, 255]; };
  const behind = t => { const b = t.getBBox(), x = b.x + b.width / 2, y = b.y + b.height / 2;
    let fill = null;
    for (const s of t.ownerSVGElement.querySelectorAll('rect,circle')) {
      const r = s.getBBox();
      if (s.compareDocumentPosition(t) & Node.DOCUMENT_POSITION_FOLLOWING && x >= r.x
          && x <= r.x + r.width && y >= r.y && y <= r.y + r.height) fill = getComputedStyle(s).fill; }
    return fill ? parse(fill) : back(t.ownerSVGElement); };
  document.querySelectorAll('details').forEach(d => { d.open = true; });
  const poor = [];
  for (const e of document.body.querySelectorAll('*')) {
    if (![...e.childNodes].some(n => n.nodeType == 3 && n.data.trim())) continue;
    const drawn = e.tagName == 'text', style = getComputedStyle(e);
    const [a, b] = [lum(parse(drawn ? style.fill : style.color)), lum(drawn ? behind(e) : back(e))]
      .sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) poor.push(e.className + ' ' + e.tagName + ': ' + e.textContent);
  }
  return poor; })())js";

}  // namespace

TEST_CASE("pages load without a complaint, and run nothing of a submission") {
  for (const test::NamedReport& named : test::all_reports()) {
    INFO(named.name);
    Shown shown(named.report);
    CHECK(shown.tab.evaluate("document.scripts.length") == 0);
    CHECK(shown.tab.evaluate("document.querySelectorAll('[onerror],[onload],[style]').length") ==
          0);
    CHECK(shown.tab.evaluate("getComputedStyle(document.querySelector('.score')).fontWeight") ==
          "700");
    CHECK(shown.tab.complaints == std::vector<std::string>());
    CHECK(shown.tab.dialogs == 0);
  }
}

TEST_CASE("a hostile submission's text is there to be read, as text") {
  Shown shown(test::hostile_report());
  const std::string text = shown.tab.evaluate("document.body.textContent");
  CHECK(text.find("<script>alert(1)</script>") != std::string::npos);
  CHECK(shown.tab.evaluate("document.querySelector('h3 b') === null") == true);
}

TEST_CASE("what should unfold unfolds") {
  Shown shown(test::failed_report());
  const json folded = shown.tab.evaluate(
      "[...document.querySelectorAll('details:not([open])')].map(d => d.children.length < 2)");
  CHECK(folded.size() > 8);
  for (const json& wrong : folded)
    CHECK(wrong == false);
  shown.tab.evaluate(
      "document.querySelectorAll('details:not([open]) > summary').forEach(s => s.click())");
  const json heights = shown.tab.evaluate(
      "[...document.querySelectorAll('details')].map(d => d.open && d.children[1].offsetHeight > "
      "0)");
  for (const json& shows : heights)
    CHECK(shows == true);
}

TEST_CASE("pages can be read by everybody, light and dark") {
  for (const char* scheme : {"light", "dark"}) {
    INFO(scheme);
    Shown shown(test::failed_report());
    shown.tab.ask("Emulation.setEmulatedMedia",
                  {{"features", {{{"name", "prefers-color-scheme"}, {"value", scheme}}}}});
    CHECK(shown.tab.evaluate(kPoorContrast) == json::array());
    CHECK(shown.tab.evaluate("document.documentElement.lang") == "en");
    CHECK(shown.tab.evaluate(
              "[...document.images].filter(i => !i.alt || !i.naturalWidth).length") == 0);
    CHECK(shown.tab.evaluate(
              "[...document.querySelectorAll('svg')].filter(s => !s.ariaLabel && !s.ariaHidden)"
              ".length") == 0);
    const json levels = shown.tab.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))");
    REQUIRE_FALSE(levels.empty());
    CHECK(levels[0] == 1);
    for (std::size_t i = 1; i < levels.size(); ++i)
      CHECK(levels[i].get<int>() <= levels[i - 1].get<int>() + 1);
    CHECK(shown.tab.evaluate("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"
                             " == document.querySelectorAll('[id]').length") == true);
    CHECK(shown.tab.evaluate("[...document.querySelectorAll('a')].filter(a => "
                             "!document.getElementById(a.hash.slice(1))).length") == 0);
  }
}

TEST_CASE("what unfolds does so by keyboard too") {
  Shown shown(test::failed_report());
  shown.tab.evaluate("document.querySelector('details:not([open]) > summary').focus()");
  shown.tab.evaluate("window.watched = document.activeElement.parentElement");
  shown.tab.ask("Input.dispatchKeyEvent",
                {{"type", "keyDown"},
                 {"key", "Enter"},
                 {"code", "Enter"},
                 {"text", "\r"},
                 {"windowsVirtualKeyCode", 13}});
  CHECK(shown.tab.evaluate("window.watched.open") == true);
  CHECK(shown.tab.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid");
}

TEST_CASE("a screen reader finds its way") {
  Shown shown(test::failed_report());
  shown.tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })");
  const json tree = shown.tab.ask("Accessibility.getFullAXTree", json::object());
  std::map<std::string, int> roles;
  for (const json& node : tree["nodes"]) {
    if (node.value("ignored", false) || !node.contains("role")) continue;
    const std::string role = node["role"]["value"];
    ++roles[role];
    if (role != "image" && role != "img" && role != "heading" && role != "link") continue;
    INFO(node.dump());
    CHECK_FALSE(node["name"].value("value", "").empty());
  }
  for (const char* role : {"banner", "main", "contentinfo", "columnheader", "article"}) {
    INFO(role);
    CHECK(roles[role] > 0);
  }
  CHECK(roles["image"] + roles["img"] > 4);
}

TEST_CASE("a printed page shows all that is folded, on paper's width") {
  Shown shown(test::failed_report());
  shown.tab.ask("Emulation.setEmulatedMedia", {{"media", "print"}});
  shown.tab.ask("Emulation.setDeviceMetricsOverride",
                {{"width", 794}, {"height", 1123}, {"deviceScaleFactor", 1}, {"mobile", false}});
  CHECK(shown.tab.evaluate("document.documentElement.scrollWidth") <= 794);
  CHECK(shown.tab.evaluate("[...document.querySelectorAll('details')].filter(d => "
                           "d.children[1].getBoundingClientRect().height < 1).length") == 0);
  CHECK(shown.tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") ==
        "rgb(255, 255, 255)");
  const json printed = shown.tab.ask("Page.printToPDF", json::object());
  CHECK(printed["data"].get<std::string>().starts_with("JVBERi"));  // %PDF-, as base64
}

TEST_CASE("a page with all its pictures fits a phone") {
  Shown shown(test::failed_report());
  shown.tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })");
  shown.tab.ask("Emulation.setDeviceMetricsOverride",
                {{"width", 360}, {"height", 740}, {"deviceScaleFactor", 1}, {"mobile", true}});
  CHECK(shown.tab.evaluate("document.documentElement.scrollWidth") <= 360);
}

TEST_CASE("a hostile page fits a phone") {
  Shown shown(test::hostile_report());
  shown.tab.ask("Emulation.setDeviceMetricsOverride",
                {{"width", 360}, {"height", 740}, {"deviceScaleFactor", 1}, {"mobile", true}});
  CHECK(shown.tab.evaluate("document.documentElement.scrollWidth") <= 360);
}

#include "checker/report/html_parts.hpp"

namespace pinko::report {
namespace {

/// Colours are chosen for a contrast of 4.5 to 1 or more on their backgrounds, light and dark.
constexpr std::string_view kStyle = R"css(
:root { color-scheme: light dark; --page: #fff; --card: #f6f7f9; --ink: #1b1f24; --soft: #57606a;
  --line: #d0d7de; --good: #116329; --bad: #b3122a; --warn: #7d4e00; --mark: #fff3c4; --accent: #b4236a; }
@media (prefers-color-scheme: dark) { :root { --page: #14171c; --card: #1d2129; --ink: #e6e9ee;
  --soft: #a5adb8; --line: #3a414c; --good: #5ecb78; --bad: #ff8a94; --warn: #e8b84a;
  --mark: #4a3c10; --accent: #ff8ac0; } }
* { box-sizing: border-box; }
html { font: 16px/1.55 system-ui, sans-serif; background: var(--page); color: var(--ink); }
body { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.35rem; margin: 0; color: var(--accent); }
h2 { font-size: 1.25rem; margin: 0; }
h3 { font-size: 1.05rem; margin: 0; } section > h3 { margin-top: 1.2rem; }
a { color: inherit; }
code, pre, .place { font-family: ui-monospace, monospace; font-size: .9em; }
code { background: var(--card); padding: .1em .3em; border-radius: .25em; }
pre { background: var(--card); border: 1px solid var(--line); border-radius: .4rem; padding: .6rem .8rem;
  margin: .3rem 0; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
pre.log { max-height: 24rem; overflow-y: auto; }
.score { font-size: 2.4rem; font-weight: 700; margin: .2rem 0; }
.soft { color: var(--soft); }
.passed { color: var(--good); } .failed, .refused { color: var(--bad); }
.errored, .unstable { color: var(--warn); } .skipped { color: var(--soft); }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { text-align: left; padding: .4rem .5rem; border-bottom: 1px solid var(--line); }
td.number, th.number { text-align: right; white-space: nowrap; }
svg { max-width: 100%; height: auto; display: block; }
svg text { font: 13px ui-monospace, monospace; fill: var(--ink); }
svg text.soft { fill: var(--soft); } svg text.bad { fill: var(--bad); }
svg .box { fill: var(--card); stroke: var(--line); } svg .down { stroke: var(--bad); stroke-dasharray: 4 3; }
svg .edge { stroke: var(--good); stroke-width: 2; fill: none; }
svg .broken { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 6 4; fill: none; }
svg .cross { stroke: var(--bad); stroke-width: 3; fill: none; }
svg .lane { stroke: var(--line); stroke-dasharray: 2 4; } svg .kept { stroke: var(--soft); stroke-width: 4; }
svg .fresh { stroke: var(--line); stroke-dasharray: 3 3; }
svg .hurt { stroke: var(--bad); stroke-width: 3; }
svg .bar { fill: var(--accent); } svg .done { fill: var(--good); } svg .rest { fill: var(--line); }
svg .r0 { fill: #0b6bcb; } svg .r1 { fill: #b4236a; } svg .r2 { fill: #2c7a3f; }
svg .r3 { fill: #8a5a00; } svg .r4 { fill: #6a4fc4; } svg .r5 { fill: #0b7285; } svg .rx { fill: #6b7280; }
svg text.on { fill: #fff; font-weight: 700; text-anchor: middle; }
section { border-top: 3px solid var(--line); margin-top: 2.5rem; padding-top: 1rem; }
.title { display: flex; flex-wrap: wrap; gap: .3rem 1rem; justify-content: space-between; align-items: baseline; }
.check { border: 1px solid var(--line); border-left: .35rem solid currentColor; border-radius: .4rem;
  padding: .8rem 1rem; margin: 1rem 0; }
.check > * { color: var(--ink); } .check .id { color: var(--soft); }
.check > .title > .outcome { color: inherit; font-weight: 600; }
.check.failed .outcome, .check.refused .outcome { color: var(--bad); }
.check.errored .outcome, .check.unstable .outcome { color: var(--warn); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)); gap: 0 1rem; }
.label { display: block; color: var(--soft); font-size: .85rem; margin-top: .6rem; }
.cause { font-weight: 600; margin: .5rem 0; }
mark { background: none; color: inherit; text-decoration: underline wavy var(--bad); text-underline-offset: .25em; }
.source { display: block; } .source.here { background: var(--mark); }
.source .line { display: inline-block; min-width: 2.6em; margin-right: .8em; text-align: right; color: var(--soft); }
details { margin: .5rem 0; } summary { cursor: pointer; padding: .15rem 0; }
details > :not(summary) { margin-left: 1rem; } details > table { width: calc(100% - 1rem); }
figure { margin: 1rem 0; overflow-x: auto; } figure > svg { min-width: 36rem; } figcaption { color: var(--soft); font-size: .9rem; margin-bottom: .3rem; }
figure img { max-width: 100%; border: 1px solid var(--line); border-radius: .4rem; }
ul { padding-left: 1.2rem; } li { overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; font-size: .9rem; }
@media print { :root { color-scheme: light; --page: #fff; --card: #fff; --ink: #000; --soft: #444;
  --line: #999; --good: #116329; --bad: #b3122a; --warn: #7d4e00; --mark: #eee; --accent: #b4236a; }
  html { font-size: 12px; } body { max-width: none; padding: 0; } .check, figure { break-inside: avoid; }
  pre.log { max-height: none; } details::details-content { content-visibility: visible; display: block; } }
)css";

}  // namespace

std::string_view html_style() {
  return kStyle;
}

}  // namespace pinko::report

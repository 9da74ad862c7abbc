/** The style of the page; contrasts are at least 4.5 to 1 in both schemes. */
export const htmlStyle = `
:root { --ground: #ffffff; --raised: #f5f6f8; --ink: #1b1f24; --quiet: #57606a; --line: #d5d9df; --link: #0550ae;
  --breaking: #b3202c; --unknown: #7a3e9d; --warnings: #8a5a00; --acknowledged: #0b6178; --compatible: #1a6b35; --marked: #ffe3e3; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14171b; --raised: #1e2329; --ink: #e4e7eb; --quiet: #a3adb8; --line: #353c45; --link: #79b8ff;
    --breaking: #ff8589; --unknown: #d2a5f0; --warnings: #e5b454; --acknowledged: #6fcbe0; --compatible: #74cf8e; --marked: #5a1f25; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 60rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
.skip { position: absolute; left: -999rem; }
.skip:focus { position: static; }
a { color: var(--link); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.3rem 0; }
h1.failed span { color: var(--breaking); }
h1.passed span { color: var(--compatible); }
h2 { font-size: 1.2rem; margin: 2.2rem 0 0.6rem; padding-bottom: 0.3rem; border-bottom: 2px solid currentColor; }
h3 { font-size: 1rem; margin: 0; }
.versions, .facts, .count, .explanation { color: var(--quiet); }
.facts { font-size: 0.85rem; margin: 0.2rem 0; display: flex; gap: 0.3rem 0.8rem; flex-wrap: wrap; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.5rem; padding: 0; }
nav li { border: 1px solid var(--line); border-left: 4px solid; border-radius: 4px; padding: 0.2rem 0.7rem; background: var(--raised); }
nav a { color: inherit; }
.breaking > h2, nav .breaking { color: var(--breaking); }
.unknown > h2, nav .unknown { color: var(--unknown); }
.warnings > h2, nav .warnings { color: var(--warnings); }
.acknowledged > h2, nav .acknowledged { color: var(--acknowledged); }
.compatible > h2, nav .compatible { color: var(--compatible); }
article { border: 1px solid var(--line); border-left: 4px solid; border-radius: 6px; padding: 0.8rem 1rem; margin: 0.8rem 0; }
.breaking article { border-left-color: var(--breaking); }
.unknown article { border-left-color: var(--unknown); }
.warnings article { border-left-color: var(--warnings); }
p { margin: 0.5rem 0; }
code, pre { font: 0.88em/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
code { background: var(--raised); border-radius: 3px; padding: 0.1em 0.3em; }
pre { background: var(--raised); border-radius: 4px; padding: 0.7rem 0.9rem; overflow-x: auto; overflow-wrap: normal; }
mark { background: var(--marked); color: inherit; display: inline-block; min-width: 100%; font-weight: 700; }
summary { cursor: pointer; padding: 0.15rem 0; }
.explanation { border-left: 3px solid var(--line); padding-left: 0.7rem; }
.rule { font-weight: 700; }
section ul { padding-left: 1.2rem; }
section li { margin: 0.4rem 0; }
@media print { details:not([open]) > *:not(summary) { display: block; } article { break-inside: avoid; } }
`;

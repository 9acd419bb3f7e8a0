/**
 * The look of a report: light paper on any screen, A4 in print. Heads of tables are repeated on every printed page,
 * rows and drawings stay whole, and a heading stays with what follows it.
 */
export const style = `
:root { --text: #1b2026; --dim: #56606b; --line: #e2e5e9; --strong: #8a949e; --accent: #0f6e5f; --soft: #e2f2ee;
  --bad: #b42335; --warn: #8a5609; --warn-soft: #fdf2dd; color-scheme: light; }
* { box-sizing: border-box; }
html { background: #eceef0; }
body { margin: 24px auto; max-width: 880px; padding: 40px 48px; background: #fff; color: var(--text);
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 30px; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 20px; margin: 36px 0 8px; padding-top: 12px; border-top: 2px solid var(--text); }
h3 { font-size: 15px; margin: 22px 0 6px; }
p { margin: 6px 0 10px; max-width: 75ch; break-inside: avoid; }
ul { margin: 6px 0 10px; padding-left: 20px; }
li { margin: 3px 0; max-width: 80ch; }
code { font: 12px ui-monospace, "SF Mono", Consolas, monospace; }
.kicker { text-transform: uppercase; letter-spacing: .08em; font-size: 12px; color: var(--accent); font-weight: 600; margin: 0; }
.sub, figcaption, caption, .rule, footer { color: var(--dim); }
.sub { overflow-wrap: anywhere; }
.note { border-left: 4px solid var(--warn); background: var(--warn-soft); padding: 8px 12px; max-width: none; }
.cards { list-style: none; display: flex; flex-wrap: wrap; gap: 12px; padding: 0; margin: 18px 0; }
.cards li { flex: 1 1 160px; border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; }
.cards span { display: block; }
.card-name, .card-small { color: var(--dim); font-size: 12px; }
.card-value { font-size: 26px; line-height: 1.3; font-variant-numeric: tabular-nums; }
nav ol { columns: 2; padding-left: 22px; margin: 8px 0; }
a { color: var(--accent); }
table { border-collapse: collapse; margin: 8px 0 18px; font-variant-numeric: tabular-nums; font-size: 13px; max-width: 100%; }
caption { text-align: left; font-size: 12px; padding: 0 0 4px; }
th, td { padding: 3px 10px 3px 0; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top;
  unicode-bidi: isolate; }
td { white-space: nowrap; }
tbody th, tfoot th, .text { overflow-wrap: anywhere; white-space: normal; }
thead th { border-bottom: 1px solid var(--strong); vertical-align: bottom; font-weight: 600; }
tfoot th, tfoot td { border-top: 1px solid var(--strong); }
th:first-child, .text { text-align: left; padding-right: 14px; }
tbody th, tfoot th { font-weight: 500; min-width: 120px; }
.named th:first-child { width: 30%; }
td small { display: block; color: var(--dim); font-size: 11px; white-space: nowrap; }
.small th, .small td { color: var(--dim); }
.chosen th, .chosen td { font-weight: 700; }
.named { width: 100%; }
.facts th { color: var(--dim); font-weight: 400; }
.columns { columns: 2; column-gap: 36px; margin-bottom: 8px; }
.columns > table { width: 100%; margin-top: 0; break-inside: avoid; }
.columns tbody th { min-width: 0; width: 42%; }
.beside { display: flex; gap: 8px 36px; align-items: flex-start; break-inside: avoid; }
.beside figure { flex: 1 1 340px; }
.charts { display: grid; grid-template-columns: repeat(3, 1fr); gap: 8px 16px; }
figure { margin: 8px 0 16px; break-inside: avoid; }
figcaption { font-size: 12px; max-width: 62ch; overflow-wrap: anywhere; }
svg { max-width: 100%; height: auto; display: block; font-family: inherit; }
.grid { stroke: var(--line); } .axis { stroke: var(--strong); }
.tick, .name { fill: var(--dim); font-size: 11px; } .name { font-size: 12px; }
.ideal { stroke: var(--strong); stroke-dasharray: 4 3; fill: none; }
.whisker { stroke: var(--accent); stroke-width: 1.2; } .dot { fill: var(--accent); }
.line { fill: none; stroke: var(--accent); stroke-width: 1.6; stroke-linejoin: round; }
.ring { fill: none; stroke: var(--bad); stroke-width: 2; }
.band { fill: var(--soft); } .bar { fill: var(--accent); fill-opacity: .8; }
.matrix { table-layout: fixed; width: 100%; break-inside: avoid; }
.matrix caption { padding-bottom: 6px; }
.matrix th, .matrix td { border: 1px solid var(--line); padding: 2px; text-align: center; min-width: 0; overflow: hidden; }
.matrix tbody th, .matrix .corner { text-align: left; width: 22%; padding: 2px 6px; white-space: nowrap; text-overflow: ellipsis; font-weight: 400; }
.matrix thead th { height: 132px; vertical-align: bottom; font-weight: 400; }
.matrix .corner { white-space: normal; color: var(--dim); }
.matrix thead span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 126px; overflow: hidden;
  text-overflow: ellipsis; white-space: nowrap; margin: 0 auto; display: block; }
.matrix .right { background: color-mix(in srgb, var(--accent) var(--tint), white); }
.matrix .wrong { background: color-mix(in srgb, var(--bad) var(--tint), white); font-weight: 600; }
.medium { font-size: 11px; } .dense { font-size: 8.5px; } .dense td { padding: 1px 0; }
.guidance { list-style: none; padding: 0; }
.guidance li { border-left: 3px solid var(--strong); padding: 2px 0 2px 10px; margin: 6px 0; break-inside: avoid; overflow-wrap: anywhere; }
.guidance .warning { border-color: var(--warn); }
.rule { font-size: 11px; white-space: nowrap; }
footer { margin-top: 36px; padding-top: 10px; border-top: 1px solid var(--line); font-size: 12px; }
thead { display: table-header-group; }
tfoot { display: table-row-group; }
tr, .cards li { break-inside: avoid; }
tfoot tr { break-before: avoid; }
h2, h3, p:has(+ table, + div), caption, thead { break-after: avoid; }
@page { size: A4; margin: 15mm 14mm 16mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; color: #56606b; } }
@media print {
  html, body { background: #fff; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { margin: 0; padding: 0; max-width: none; font-size: 10pt; }
  table { font-size: 9pt; } th, td { padding-top: 2px; padding-bottom: 2px; } td small { font-size: 7.5pt; line-height: 1.2; }
  .medium { font-size: 7.5pt; } .dense { font-size: 5.6pt; }
  h2 { margin-top: 24px; }
}
`;

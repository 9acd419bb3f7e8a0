import type { ReportGuidance } from '../../../../domain/report/types.ts';
import { html } from '../markup.ts';
import type { Section } from '../table.ts';

/** What the rules object to, the worst first; every sentence holds its number and its limit. */
export function guidanceSection(guidance: readonly ReportGuidance[]): Section {
  return {
    id: 'guidance',
    title: 'What to do next',
    body:
      guidance.length === 0
        ? html`<p>No rule has anything to object to.</p>
`
        : html`<ul class="guidance">
${guidance.map(
  ({
    rule,
    severity,
    message,
  }) => html`<li class="${severity}"><b>${severity === 'warning' ? 'Warning' : 'Note'}</b> ${message} <span class="rule">${rule}</span></li>
`,
)}</ul>
`,
  };
}

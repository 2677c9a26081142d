import type { FlexcertRecord } from '../../record/schema.ts';
import { html, type Markup } from './markup.ts';

/** What a driver left on the machine, with the commands that mend it. */
export function leftBehind({ leaks }: FlexcertRecord): Markup | false {
  if (leaks.length === 0) return false;
  return html`<section aria-labelledby="left"><h2 id="left">Left behind by the driver</h2>
<ul class="left">${leaks.map(({ kind, what, requirement, mend = [] }) => html`<li>${kind} <code>${what}</code> by <a href="#${requirement}">${requirement}</a>${mend.length > 0 && html`<pre>${mend.join('\n')}</pre>`}</li>`)}</ul>
</section>`;
}

/** The circumstances: everything one needs to run it again, and to know what this report speaks of. */
export function appendix(record: FlexcertRecord): Markup {
  const { driver, environment, kubelet, limits, selection, seed, shard, config } = record;
  const unmeasured = kubelet.releases.flatMap(({ release, unmeasured: switches }) =>
    switches.map((name) => `${name} (${release})`),
  );
  return html`<section class="appendix" aria-labelledby="run"><h2 id="run">About this run</h2>
<dl>
${row('Driver', html`<code>${driver.path}</code>`)}
${row('Commands it supports', driver.commands.join(', ') || 'none')}
${driver.capabilities !== undefined && row('Capabilities', capabilities(driver.capabilities))}
${row('Kernel', environment.kernel)}
${row('util-linux, Node.js', `${environment.utilLinux}, ${environment.node}`)}
${row('Filesystems', environment.filesystems.join(', '))}
${row('Ran as', `${environment.user}, isolation ${environment.isolation}`)}
${environment.capabilitiesMissing.length > 0 && row('Capabilities missing', environment.capabilitiesMissing.join(', '))}
${environment.lacks.length > 0 && row('This machine lacks', environment.lacks.join(', '))}
${unmeasured.length > 0 && row('Relies on unmeasured behaviour', unmeasured.join(', '))}
${limits.length > 0 && row('Limits reached', html`${limits.map((limit) => html`<span class="line">${limit}</span>`)}`)}
${selection !== undefined && row('Selected by', selection.join(' '))}
${seed !== undefined && row('Order', `shuffled by seed ${seed}`)}
${shard !== undefined && row('Shard', shard)}
</dl>
<details class="more"><summary>Files of the driver</summary>
<table class="files"><thead><tr><th scope="col">File</th><th scope="col">sha256</th></tr></thead><tbody>${Object.entries(driver.files).map(([path, digest]) => html`<tr><th scope="row">${path}</th><td><code>${digest}</code></td></tr>`)}</tbody></table>
</details>
<details class="more"><summary>Configuration, secrets redacted</summary><pre>${JSON.stringify(config, null, 2)}</pre></details>
</section>`;
}

function row(term: string, value: string | Markup): Markup {
  return html`<div><dt>${term}</dt><dd>${value}</dd></div>`;
}

function capabilities(values: Readonly<Record<string, boolean>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value ? name : `no ${name}`))
    .join(', ');
}

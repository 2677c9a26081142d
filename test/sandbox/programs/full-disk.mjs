/** In a mount namespace of its own: a ledger on a disk that fills up, and then has space again. */
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { Ledger } from '../../../dist/src/sandbox/ledger.js';
import { LedgerFile, readLedger } from '../../../dist/src/sandbox/ledger-file.js';

const [base] = process.argv.slice(2);
execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', base]);
const ledger = new Ledger(new LedgerFile(`${base}/ledger`, []));
let said;
let made = 0;
try {
  for (;;) {
    ledger.add({ kind: 'file', path: `${base}/${'long'.repeat(50)}${made}` });
    made++;
  }
} catch (error) {
  said = { name: error.name, message: error.message };
}
const onDisk = readLedger(`${base}/ledger`).entries.length;
writeFileSync(`${base}/more`, '');
execFileSync('mount', ['-o', 'remount,size=64k', base]);
ledger.add({ kind: 'file', path: `${base}/more` });
const last = readLedger(`${base}/ledger`).entries.at(-1);
const leaks = await ledger.giveBackAll();
process.stdout.write(JSON.stringify({ said, made, onDisk, last, leaks, more: existsSync(`${base}/more`) }));
rmSync(`${base}/ledger`);

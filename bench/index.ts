/** `npm run bench saga|poll|ledger|fair`: each measures against a peer and prints one `RATIO name value` a goal. */
const benches = ['saga', 'poll', 'ledger', 'fair'];
const [name = ''] = process.argv.slice(2);
if (!benches.includes(name)) {
  process.stderr.write(`npm run bench ${benches.join('|')}\n`);
  process.exit(1);
}
const { run } = (await import(`./${name}.ts`)) as { run: () => Promise<void> };
await run();

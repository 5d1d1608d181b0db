/** `npm run bench saga|poll|ledger|verify|fair|pages|engines`: each measures against a peer or its time, and prints one line a goal. `fair crop` measures that alone. */
const benches = ['saga', 'poll', 'ledger', 'verify', 'fair', 'pages', 'engines'];
const [name = '', ...parts] = process.argv.slice(2);
if (!benches.includes(name)) {
  process.stderr.write(`npm run bench ${benches.join('|')}\n`);
  process.exit(1);
}
const { run } = (await import(`./${name}.ts`)) as {
  run: (parts: string[]) => Promise<void>;
};
await run(parts);

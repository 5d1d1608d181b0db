import express from 'express';

/** The peer of `bench poll`: nothing but a route that sends the same JSON, from argv. */
const [port = '', json = ''] = process.argv.slice(2);
const job: unknown = JSON.parse(json);
const app = express();
app.get('/v1/jobs/:id', (_request, response) => {
  response.json(job);
});
app.listen(Number(port), '127.0.0.1', () => process.send?.({ type: 'ready' }));
process.once('disconnect', () => process.exit(0));

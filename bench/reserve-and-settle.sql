-- One pair: a job holds 10 credits, delivers and is charged 7. Two durable transactions.
\set wallet random(1, :wallets)
select reservation_id as reservation
from reserve(('00000000-0000-7000-8000-' || lpad(:wallet::text, 12, '0'))::uuid, uuidv7(), 1, 10, null) \gset
select charged from settle(:reservation, 7);

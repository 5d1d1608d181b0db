-- 0002 numbered the journals of a wallet by their ids, which a clock that was set back had made in another order than
-- the wallet moved in. Where the balances do not follow each other, they say how it was: each journal leads from one
-- balance to the next, and the way through all of them begins at 0. (Hierholzer 1873; the older id first.)
GRANT SELECT, UPDATE ON "journals" TO atelier_system;--> statement-breakpoint
GRANT SELECT, DELETE ON "wallet_proofs", "lot_proofs" TO atelier_system;--> statement-breakpoint
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'journals'::regclass AND tgname = 'append_only') THEN
    ALTER TABLE "journals" DISABLE TRIGGER append_only;
  END IF;
END $$;--> statement-breakpoint
SET LOCAL ROLE atelier_system;--> statement-breakpoint
CREATE TABLE unwalked (id uuid PRIMARY KEY, leads_from bigint, leads_to bigint);--> statement-breakpoint
CREATE INDEX ON unwalked (leads_from, id);--> statement-breakpoint
CREATE TABLE trail (depth bigint PRIMARY KEY, id uuid, balance bigint);--> statement-breakpoint
CREATE TABLE walked (place bigint PRIMARY KEY, id uuid);--> statement-breakpoint
DO $$
DECLARE
  wallet uuid;
  depth_now bigint;
  here trail;
  next unwalked;
  total bigint;
  place bigint;
BEGIN
  FOR wallet IN SELECT DISTINCT organization_id FROM (
    SELECT organization_id, balance_after, sum(amount) OVER (PARTITION BY organization_id ORDER BY seq) AS balance FROM journals
  ) AS running WHERE balance IS DISTINCT FROM balance_after
  LOOP
    DELETE FROM unwalked;
    DELETE FROM trail;
    DELETE FROM walked;
    INSERT INTO unwalked SELECT id, balance_after - amount, balance_after FROM journals WHERE organization_id = wallet;
    GET DIAGNOSTICS total = ROW_COUNT;
    place := total;
    depth_now := 0;
    INSERT INTO trail VALUES (0, NULL, 0);
    WHILE depth_now >= 0 LOOP
      SELECT * INTO here FROM trail WHERE depth = depth_now;
      DELETE FROM unwalked WHERE id = (SELECT id FROM unwalked WHERE leads_from = here.balance ORDER BY id LIMIT 1)
        RETURNING * INTO next;
      IF FOUND THEN
        depth_now := depth_now + 1;
        INSERT INTO trail VALUES (depth_now, next.id, next.leads_to);
      ELSE
        DELETE FROM trail WHERE depth = depth_now;
        IF here.id IS NOT NULL THEN
          INSERT INTO walked VALUES (place, here.id);
          place := place - 1;
        END IF;
        depth_now := depth_now - 1;
      END IF;
    END LOOP;
    -- What does not add up any way is left as it was, for verify() to show.
    IF place = 0 THEN
      UPDATE journals SET seq = -walked.place FROM walked WHERE organization_id = wallet AND journals.id = walked.id;
      UPDATE journals SET seq = -seq WHERE organization_id = wallet;
      DELETE FROM wallet_proofs WHERE organization_id = wallet;
      DELETE FROM lot_proofs WHERE organization_id = wallet;
    END IF;
  END LOOP;
END $$;--> statement-breakpoint
DROP TABLE unwalked, trail, walked;--> statement-breakpoint
RESET ROLE;--> statement-breakpoint
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = 'journals'::regclass AND tgname = 'append_only') THEN
    ALTER TABLE "journals" ENABLE TRIGGER append_only;
  END IF;
END $$;

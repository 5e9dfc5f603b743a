-- Whoever waits for a result is told of the end alone: a look at every page of progress cost more than the conversion.
CREATE FUNCTION ode_announce_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('ode_job_end', NEW.id::text);
  RETURN NULL;
END $$;
CREATE TRIGGER "job_announce_end" AFTER UPDATE ON "job" FOR EACH ROW
  WHEN (NEW.status IN ('succeeded', 'failed', 'cancelled') AND OLD.status IS DISTINCT FROM NEW.status)
  EXECUTE FUNCTION ode_announce_end();

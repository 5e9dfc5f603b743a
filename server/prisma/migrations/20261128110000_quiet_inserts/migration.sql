-- Nobody can listen for a job before it is there: ten thousand new ones need no ten thousand announcements.
DROP TRIGGER "job_announce" ON "job";
CREATE TRIGGER "job_announce" AFTER UPDATE ON "job" FOR EACH ROW EXECUTE FUNCTION ode_announce_job();

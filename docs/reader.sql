-- The role that "facetome serve" needs, and no more: it reads the catalogue, and notes what it does for the index. Run once, as the owner of Facetome's tables, after the first
-- import, in the database of the catalogue; later tables are readable by default. Choose another password.
CREATE ROLE facetome_reader LOGIN PASSWORD 'choose-another' CONNECTION LIMIT 60;
GRANT USAGE ON SCHEMA public TO facetome_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO facetome_reader;
GRANT INSERT, UPDATE, DELETE ON public.runs TO facetome_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO facetome_reader;

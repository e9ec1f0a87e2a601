//! Side effects of PGC that are not storage, one file each (`docs/reference/pgc/README.md`).

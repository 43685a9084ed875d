package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	driver "modernc.org/sqlite"
	sqlitecodes "modernc.org/sqlite/lib"
)

// SQLite's settings. Readers and the one writer do not wait for one another (WAL); what was committed survives the end of
// the process, and a power failure may take the last imports but never harms the file (synchronous normal). Imports give out the ids that
// links name, and encode the bodies of records; to look each up again, or to read it again, would take as long as to write it (foreign keys
// off, check constraints ignored: they hold for whoever else writes).
const (
	sqliteBusy        = "5000"      // milliseconds; short waits only: imports wait for one another in begin
	sqliteReaderCache = "-16000"    // KiB, a connection
	sqliteWriterCache = "-48000"    // KiB: an import changes pages all over the file; they take twice as much in memory
	sqliteCheckpoint  = "16384"     // pages, 64 MiB of the log: a page that many commits change is brought into the file once
	sqliteJournal     = "134217728" // bytes that the log keeps on disk after a large import
)

// lockOpening waits until no other process makes the file or changes its tables: to turn on the write-ahead log and to migrate fail while
// another does the same. The lock ends with its process, however that ends. The empty file it is held on stays: to remove it could part those
// that wait from those that come.
func lockOpening(ctx context.Context, path string) (*flock.Flock, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("make the folder of %s: %w", path, err)
	}
	ctx, cancel := context.WithTimeout(ctx, lockSeconds*time.Second)
	defer cancel()
	opening := flock.New(path+".lock", flock.SetPermissions(0o644))
	if _, err := opening.TryLockContext(ctx, lockPoll); err != nil {
		return nil, fmt.Errorf("wait until %s is free: %w", path, err)
	}
	return opening, nil
}

// openSQLite opens a file, by way of the driver that needs no C compiler.
func openSQLite(ctx context.Context, path string) (*Store, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find %s: %w", path, err)
	}
	writer, err := sql.Open("sqlite", sqliteDSN(absolute, sqliteWriterCache, "foreign_keys(OFF)", "ignore_check_constraints(ON)", "wal_autocheckpoint("+sqliteCheckpoint+")"))
	if err != nil {
		return nil, err
	}
	writer.SetMaxOpenConns(1)
	if err := writer.PingContext(ctx); err != nil { // the first connection makes the file and its log
		return nil, errors.Join(explainSQLite(path, err), writer.Close())
	}
	reader, err := sql.Open("sqlite", sqliteDSN(absolute, sqliteReaderCache, "foreign_keys(ON)"))
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	reader.SetMaxOpenConns(max(4, 2*runtime.NumCPU()))
	db, err := gorm.Open(sqlite.New(sqlite.Config{Conn: reader}), gormConfig())
	if err != nil {
		return nil, errors.Join(explainSQLite(path, err), writer.Close(), reader.Close())
	}
	return &Store{db: db, writer: writer}, nil
}

// sqliteDSN is a URI, in which a path may hold any character.
func sqliteDSN(path, cache string, more ...string) string {
	settings := url.Values{
		"_txlock":      {"immediate"}, // transactions that are not read-only write at once or not at all
		"_time_format": {"sqlite"},
		"_timezone":    {"UTC"},
		"_pragma": append([]string{
			"busy_timeout(" + sqliteBusy + ")", "journal_mode(WAL)", "synchronous(NORMAL)",
			"cache_size(" + cache + ")", "journal_size_limit(" + sqliteJournal + ")",
		}, more...),
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(path), RawQuery: settings.Encode()}).String()
}

// explainSQLite says what to do about a file that cannot be opened.
func explainSQLite(path string, err error) error {
	var sqliteError *driver.Error
	if errors.As(err, &sqliteError) && sqliteError.Code()&0xff == sqlitecodes.SQLITE_NOTADB {
		return fmt.Errorf("%s is not a SQLite database: name another file, or move this one away: %w", path, err)
	}
	return fmt.Errorf("%s: %w", path, err)
}

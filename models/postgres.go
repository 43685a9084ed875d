package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// PostgreSQL's settings, where the address names no others. A server takes 100 connections by default, which several programs share.
const (
	postgresReaders   = 16 // connections that read for pages
	postgresWriters   = 4  // connections of imports, and of changes of the tables
	postgresIdle      = 4
	postgresIdleTime  = 5 * time.Minute
	postgresLifetime  = time.Hour        // so that connections move on to a server that took over
	postgresConnect   = 10 * time.Second // connect_timeout
	postgresStatement = 30 * time.Second // statement_timeout of readers: pages give up before that; this ends what they left behind
)

// unlimited lifts statement_timeout for the transaction it is said in: snapshots are read for minutes.
const unlimited = "SET LOCAL statement_timeout = 0"

// countsInMemory lets a snapshot count the distinct samples of millions of links without files, in half the time.
const countsInMemory = "SET LOCAL work_mem = '64MB'"

// openPostgres connects to a server, with one pool for pages and one for imports: neither waits for the other's connections, and only the first has a
// time limit. pgx takes passwords out of its errors, and cancels statements whose context ends on the server, too.
func openPostgres(ctx context.Context, dsn string) (*Store, error) {
	config, err := postgresConfig(dsn)
	if err != nil {
		return nil, err
	}
	reader := postgresPool(config, postgresReaders)
	delete(config.RuntimeParams, "statement_timeout") // an import takes the time that it takes
	writer := postgresPool(config, postgresWriters)
	if err := writer.PingContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("connect to PostgreSQL: %w", err), writer.Close(), reader.Close())
	}
	db, err := gorm.Open(postgres.New(postgres.Config{Conn: reader}), gormConfig())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("connect to PostgreSQL: %w", err), writer.Close(), reader.Close())
	}
	return &Store{db: db, writer: writer}, nil
}

// postgresConfig is an address with the settings that it leaves open.
func postgresConfig(dsn string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("the address of PostgreSQL: %w", err)
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = postgresConnect
	}
	config.RuntimeParams["timezone"] = "UTC"
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "facetome"
	}
	if config.RuntimeParams["statement_timeout"] == "" {
		config.RuntimeParams["statement_timeout"] = strconv.FormatInt(postgresStatement.Milliseconds(), 10)
	}
	return config, nil
}

func postgresPool(config *pgx.ConnConfig, connections int) *sql.DB {
	pool := stdlib.OpenDB(*config.Copy())
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(postgresIdle)
	pool.SetConnMaxIdleTime(postgresIdleTime)
	pool.SetConnMaxLifetime(postgresLifetime)
	return pool
}

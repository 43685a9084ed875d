package control

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// How long a session lasts: since it was last used, and at most.
const (
	SessionIdle = time.Hour
	SessionLife = 12 * time.Hour
	// seenEvery is how exactly its last use is kept, so that not every page writes.
	seenEvery = time.Minute
	// mostSessions is how many one administrator has; one more ends that which was not used for longest.
	mostSessions = 20
)

// Session is a browser in which an administrator is logged in. Only the hash of its token is kept, so that who reads the tables cannot become an administrator.
type Session struct {
	TokenHash     string `gorm:"primaryKey"`
	Administrator string
	Began         time.Time
	Seen          time.Time // when it was last used, to a minute
	Address       string    // where it began
	Browser       string    // as it called itself
}

// ErrNoSession says that a token is none, or that its session has ended.
var ErrNoSession = errors.New("not logged in")

// BeginSession logs an administrator in, and returns the token that proves it from then on.
func (c *Control) BeginSession(ctx context.Context, session Session, now time.Time) (token string, err error) {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	token = base64.RawURLEncoding.EncodeToString(secret)
	session.TokenHash, session.Began, session.Seen = hashToken(token), now.UTC(), now.UTC()
	err = c.db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		if err := tx.Where("seen < ? OR began < ?", now.UTC().Add(-SessionIdle), now.UTC().Add(-SessionLife)).Delete(&Session{}).Error; err != nil {
			return err
		}
		var surplus []string
		if err := tx.Model(&Session{}).Where("administrator = ?", session.Administrator).Order("seen DESC, token_hash").
			Offset(mostSessions-1).Pluck("token_hash", &surplus).Error; err != nil {
			return err
		}
		if len(surplus) > 0 {
			if err := tx.Where("token_hash IN ?", surplus).Delete(&Session{}).Error; err != nil {
				return err
			}
		}
		return tx.Create(&session).Error
	})
	if err != nil {
		return "", fmt.Errorf("begin a session: %w", err)
	}
	return token, nil
}

// hashToken is what is kept of a token. It is random enough to need no salt.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Session finds the session of a token, and notes that it was used. ErrNoSession where it has ended, or its administrator is none any more.
func (c *Control) Session(ctx context.Context, token string, now time.Time) (*Session, error) {
	session, err := c.peek(ctx, token, now)
	if err != nil || now.Sub(session.Seen) < seenEvery {
		return session, err
	}
	session.Seen = now.UTC()
	if err := c.db.WithContext(ctx).Model(session).Update("seen", session.Seen).Error; err != nil {
		return nil, fmt.Errorf("note that a session is used: %w", err)
	}
	return session, nil
}

// IsSession is Session for what goes on without anybody using it.
func (c *Control) IsSession(ctx context.Context, token string, now time.Time) (bool, error) {
	_, err := c.peek(ctx, token, now)
	if errors.Is(err, ErrNoSession) {
		return false, nil
	}
	return err == nil, err
}

func (c *Control) peek(ctx context.Context, token string, now time.Time) (*Session, error) {
	var found []Session
	err := c.db.WithContext(ctx).Where("token_hash = ? AND administrator IN (?)", hashToken(token), c.db.Model(&Administrator{}).Select("name")).Find(&found).Error
	switch {
	case err != nil:
		return nil, fmt.Errorf("look for a session: %w", err)
	case len(found) == 0, now.Sub(found[0].Seen) >= SessionIdle, now.Sub(found[0].Began) >= SessionLife:
		return nil, ErrNoSession
	}
	return &found[0], nil
}

// EndSession ends the session of a token; there need not be one.
func (c *Control) EndSession(ctx context.Context, token string) error {
	if err := c.db.WithContext(ctx).Delete(&Session{TokenHash: hashToken(token)}).Error; err != nil {
		return fmt.Errorf("end a session: %w", err)
	}
	return nil
}

// EndSessions ends all sessions of an administrator, and returns how many there were.
func (c *Control) EndSessions(ctx context.Context, administrator string) (int, error) {
	ended := c.db.WithContext(ctx).Where("administrator = ?", administrator).Delete(&Session{})
	if ended.Error != nil {
		return 0, fmt.Errorf("end the sessions of %s: %w", administrator, ended.Error)
	}
	return int(ended.RowsAffected), nil
}

// Sessions lists those of an administrator that have not ended, the last used first.
func (c *Control) Sessions(ctx context.Context, administrator string, now time.Time) ([]Session, error) {
	var list []Session
	err := c.db.WithContext(ctx).Where("administrator = ? AND seen > ? AND began > ?", administrator, now.UTC().Add(-SessionIdle), now.UTC().Add(-SessionLife)).
		Order("seen DESC, began DESC").Find(&list).Error
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	return list, nil
}

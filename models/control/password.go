package control

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Passwords are the only thing that an administrator proves who it is with, so that they are long (NIST SP 800-63B asks for 15 characters then);
// a bound keeps anybody from having megabytes hashed.
const (
	MinPassword = 15   // characters
	maxPassword = 1024 // bytes
)

// ErrPassword is why a password cannot be set; its text says what to do.
var ErrPassword = errors.New("choose another password")

// cost is what it takes to hash a password once.
type cost struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
}

// currentCost is the second of the two that RFC 9106 recommends, for where memory is scarce; OWASP asks for less. Passwords that were hashed for less are
// hashed again when their owner logs in.
var currentCost = cost{memory: 64 << 10, passes: 3, lanes: 4}

const (
	saltBytes = 16
	hashBytes = 32
)

// The most that a stored hash may ask for: the tables may be restored from anywhere.
const (
	maxMemory = 1 << 20 // KiB
	maxPasses = 100
)

// checkPassword says what is wrong with a new password.
func checkPassword(name, password string) error {
	switch {
	case !utf8.ValidString(password) || strings.ContainsRune(password, 0):
		return fmt.Errorf("%w: this one is no text", ErrPassword)
	case len(password) > maxPassword:
		return fmt.Errorf("%w: this one is longer than %d bytes", ErrPassword, maxPassword)
	case utf8.RuneCountInString(password) < MinPassword:
		return fmt.Errorf("%w: at least %d characters, such as four words that have nothing to do with one another", ErrPassword, MinPassword)
	case isRepeated(password), strings.EqualFold(password, name):
		return fmt.Errorf("%w: this one is guessed at once", ErrPassword)
	}
	return nil
}

// isRepeated tells passwords of one or two characters that go on and on.
func isRepeated(password string) bool {
	seen := map[rune]bool{}
	for _, r := range password {
		seen[r] = true
	}
	return len(seen) <= 2
}

// hashPassword hashes with a salt of its own, and returns what verifyPassword reads: the string form of the Password Hashing Competition.
func hashPassword(password string, c cost) string {
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails
	encode := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.passes, c.lanes, encode(salt), encode(c.key(password, salt, hashBytes)))
}

// key is the hash itself. The same characters are the same password, however a keyboard composes them.
func (c cost) key(password string, salt []byte, size uint32) []byte {
	return argon2.IDKey([]byte(norm.NFKC.String(password)), salt, c.passes, c.memory, c.lanes, size)
}

// nobodys is a hash that no password has, for as much work as with an administrator's.
var nobodys = sync.OnceValue(func() string { return hashPassword(rand.Text(), currentCost) })

// verifyPassword tells whether a password is the one that was hashed, and whether it was hashed for less than passwords are now.
func verifyPassword(password, hashed string) (right, weak bool, err error) {
	c, salt, want, err := parseHash(hashed)
	if err != nil {
		return false, false, err
	}
	if len(password) > maxPassword {
		password = "" // no password is, and this one takes as long
	}
	right = subtle.ConstantTimeCompare(c.key(password, salt, uint32(len(want))), want) == 1
	now := currentCost
	return right, c.memory < now.memory || c.passes < now.passes || len(want) < hashBytes || len(salt) < saltBytes, nil
}

var errHash = errors.New("the stored password cannot be read: set it again with `facetome admin set-password`")

func parseHash(hashed string) (c cost, salt, key []byte, err error) {
	parts := strings.Split(hashed, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprint("v=", argon2.Version) {
		return c, nil, nil, errHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &c.memory, &c.passes, &c.lanes); err != nil {
		return c, nil, nil, errHash
	}
	salt, saltErr := base64.RawStdEncoding.DecodeString(parts[4])
	key, keyErr := base64.RawStdEncoding.DecodeString(parts[5])
	switch {
	case saltErr != nil, keyErr != nil, len(salt) < 8, len(key) < 16, len(key) > 1024,
		c.lanes < 1, c.passes < 1, c.passes > maxPasses, c.memory < 8*uint32(c.lanes), c.memory > maxMemory:
		return c, nil, nil, errHash
	}
	return c, salt, key, nil
}

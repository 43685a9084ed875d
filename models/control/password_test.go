package control

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"golang.org/x/crypto/argon2"
)

const goodPassword = "correct horse battery staple"

func TestPasswords(t *testing.T) {
	t.Parallel()
	hashed := hashPassword(goodPassword, realCost)
	if !strings.HasPrefix(hashed, "$argon2id$v=19$m=65536,t=3,p=4$") {
		t.Fatalf("hashed as %q", hashed)
	}
	if hashed == hashPassword(goodPassword, realCost) {
		t.Error("two hashes of one password have the same salt")
	}
	for password, want := range map[string]bool{
		goodPassword: true, "Correct horse battery staple": false, goodPassword + " ": false, "": false, strings.Repeat("x", maxPassword+1): false,
	} {
		right, weak, err := verifyPassword(password, hashed)
		if err != nil || right != want || weak {
			t.Errorf("%.40q is right: %v, weak: %v, %v; want %v", password, right, weak, err, want)
		}
	}
}

// What others hashed with the same function, to the letter of RFC 9106 and the string form, is read; so is the other way round.
func TestPasswordsOfOthers(t *testing.T) {
	t.Parallel()
	salt := []byte("somesalt somesal")
	encode := base64.RawStdEncoding.EncodeToString
	for form, weak := range map[string]bool{"m=65536,t=3,p=1": false, "m=19456,t=1,p=1": false, "m=128,t=1,p=1": true, "m=1024,t=1,p=4": false} {
		c, _, _, err := parseHash("$argon2id$v=19$" + form + "$" + encode(salt) + "$" + encode(make([]byte, 32)))
		if err != nil {
			t.Fatal(err)
		}
		key := argon2.IDKey([]byte(goodPassword), salt, c.passes, c.memory, c.lanes, 32)
		right, isWeak, err := verifyPassword(goodPassword, "$argon2id$v=19$"+form+"$"+encode(salt)+"$"+encode(key))
		if err != nil || !right || isWeak != weak {
			t.Errorf("%s: right %v, weak %v, %v", form, right, isWeak, err)
		}
	}
	composed, apart := "na\u00efve caf\u00e9 \ufb01rst steps", "nai\u0308ve cafe\u0301 first steps"
	if right, _, err := verifyPassword(apart, hashPassword(composed, cost{memory: 64, passes: 1, lanes: 1})); err != nil || !right {
		t.Errorf("the same letters of another keyboard are another password (%v)", err)
	}
}

func TestHashesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	salt, key := strings.Repeat("A", 22), strings.Repeat("A", 43)
	for _, hashed := range []string{
		"", "plain", "$2b$12$abcdefghijklmnopqrstuv", "$argon2i$v=19$m=65536,t=3,p=4$" + salt + "$" + key, "$argon2id$v=16$m=65536,t=3,p=4$" + salt + "$" + key,
		"$argon2id$v=19$m=65536,t=3$" + salt + "$" + key, "$argon2id$v=19$m=65536,t=0,p=4$" + salt + "$" + key, "$argon2id$v=19$m=65536,t=3,p=0$" + salt + "$" + key,
		"$argon2id$v=19$m=4294967295,t=3,p=4$" + salt + "$" + key, "$argon2id$v=19$m=65536,t=4000000000,p=4$" + salt + "$" + key,
		"$argon2id$v=19$m=65536,t=3,p=4$!$" + key, "$argon2id$v=19$m=65536,t=3,p=4$" + salt + "$", "$argon2id$v=19$m=65536,t=3,p=4$AA$" + key,
	} {
		if right, _, err := verifyPassword(goodPassword, hashed); err == nil || right {
			t.Errorf("%q is read", hashed)
		}
	}
}

func TestPasswordsThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, password := range []string{
		"", "fourteen chars", strings.Repeat("a", 40), strings.Repeat("ab", 20), "administrator.of.facetome", "Administrator.of.Facetome",
		"with\x00zero and more words", "\xff\xfe this is no text at all", strings.Repeat("long words ", 200),
	} {
		if err := checkPassword("administrator.of.facetome", password); !errors.Is(err, ErrPassword) {
			t.Errorf("%.40q is taken: %v", password, err)
		}
	}
	for _, password := range []string{goodPassword, "fifteen chars.!", "пароль из слов" + "!"} {
		if err := checkPassword("admin", password); err != nil {
			t.Errorf("%q: %v", password, err)
		}
	}
}

package control

import (
	"context"
	"time"
)

// realCost is what the program takes. Tests take less, which says nothing else about what they test.
var realCost = currentCost

func init() { currentCost = cost{memory: 1 << 10, passes: 1, lanes: 1} }

// CurrentCost is what a new hash names, in tests.
const CurrentCost = "$m=1024,t=1,p=1$"

// SetWeakPassword sets a password that is hashed for less than passwords are now.
func SetWeakPassword(ctx context.Context, c *Control, name, password string) error {
	weak := cost{memory: 128, passes: 1, lanes: 1}
	return c.db.WithContext(ctx).Create(&Administrator{Name: name, Password: hashPassword(password, weak), PasswordSet: time.Now().UTC()}).Error
}

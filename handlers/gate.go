package handlers

import (
	"context"
	"sync"
)

// gate lets one in at a time, as a mutex does; who waits at it stops waiting when its request ends. So one question that gets no answer holds up
// others no longer than their own time limit.
type gate struct {
	made sync.Once
	in   chan struct{}
}

// enter waits until nobody else is in. Who got in without an error leaves again.
func (g *gate) enter(ctx context.Context) error {
	g.made.Do(func() { g.in = make(chan struct{}, 1) })
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case g.in <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (g *gate) leave() { <-g.in }

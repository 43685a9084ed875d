//go:build !dev

package handlers

import "github.com/labstack/echo/v4"

// devRoutes adds nothing to what people are given; see gallery_dev.go.
func (s *server) devRoutes(func(path string, handler echo.HandlerFunc)) {}

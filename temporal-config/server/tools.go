//go:build tools

// Package server pins the Temporal CLI (which contains the server and its Web UI) so that `go build` can make it.
package server

import _ "github.com/temporalio/cli/cmd/temporal"

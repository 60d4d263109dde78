package conformance

import (
	"context"
	"net"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
	"google.golang.org/grpc"
)

// healthy answers every health check.
type healthy struct {
	pluginv2.UnimplementedDiagnosticsServer
}

func (healthy) CheckHealth(context.Context, *pluginv2.CheckHealthRequest) (*pluginv2.CheckHealthResponse, error) {
	return &pluginv2.CheckHealthResponse{Status: pluginv2.CheckHealthResponse_OK}, nil
}

// startStub serves health checks at an address, as a backend does; the answer ends it at once, as a kill does.
func startStub(t *testing.T, network, address string) (string, func()) {
	t.Helper()
	listener, err := net.Listen(network, address)
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	pluginv2.RegisterDiagnosticsServer(server, healthy{})
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	return listener.Addr().String(), server.Stop
}

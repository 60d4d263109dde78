package conformance

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// patience is how long a test waits; how long things take is measured by npm run bench -- grafana.
const patience = 30 * time.Second

// isHealthy asks once, as a panel would.
func isHealthy(h *host) bool {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	answer, err := h.now().Diagnostics.CheckHealth(ctx, &pluginv2.CheckHealthRequest{})
	return err == nil && answer.Status == pluginv2.CheckHealthResponse_OK
}

// eventually asks until the answer is true and tells how long that took.
func eventually(t *testing.T, what string, ask func() bool) time.Duration {
	t.Helper()
	begun := time.Now()
	for !ask() {
		if time.Since(begun) > patience {
			t.Fatalf("not within %v: %s", patience, what)
		}
		time.Sleep(20 * time.Millisecond)
	}
	return time.Since(begun)
}

// freeAddress is an address where nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

// listens tells whether somebody accepts connections at an address.
func listens(address string) bool {
	connection, err := net.Dial("tcp", address)
	if err == nil {
		_ = connection.Close()
	}
	return err == nil
}

// alive tells whether a process runs; one that has ended and is not yet waited for does not.
func alive(pid int) bool {
	status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return false
	}
	afterName := string(status)[strings.LastIndexByte(string(status), ')')+1:]
	return strings.Fields(afterName)[0] != "Z"
}

func children(pid int) []int {
	id := strconv.Itoa(pid)
	text, _ := os.ReadFile(filepath.Join("/proc", id, "task", id, "children"))
	var found []int
	for _, field := range strings.Fields(string(text)) {
		if child, err := strconv.Atoi(field); err == nil {
			found = append(found, child)
		}
	}
	return found
}

func TestEveryPlatformHasAnExecutable(t *testing.T) {
	folder := filepath.Dir(executable(t))
	for _, platform := range []string{"linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"} {
		info, err := os.Stat(filepath.Join(folder, "gpx_presage_"+platform))
		if err != nil {
			t.Error(err)
		} else if info.Mode().Perm() != 0o755 {
			t.Errorf("%s has mode %v, want 0755", info.Name(), info.Mode().Perm())
		}
	}
}

func TestPluginStartsWithoutABackendAndFindsItLater(t *testing.T) {
	address := freeAddress(t)
	h := startHost(t, "GF_PLUGIN_GRPC_ADDRESS="+address)
	if isHealthy(h) {
		t.Fatal("healthy without a backend")
	}
	startStub(t, "tcp", address)
	eventually(t, "healthy with a backend", func() bool { return isHealthy(h) })
}

func TestPluginReachesABackendOnASocket(t *testing.T) {
	socket := filepath.Join(t.TempDir(), "grpc.sock")
	startStub(t, "unix", socket)
	h := startHost(t, "GF_PLUGIN_GRPC_ADDRESS=unix:"+socket)
	eventually(t, "healthy", func() bool { return isHealthy(h) })
}

func TestUnusableAddressDoesNotKeepThePluginFromStarting(t *testing.T) {
	for _, address := range []string{"nonsense", "a|b:1", "[zz]:1", "unix:relative"} {
		if h := startHost(t, "GF_PLUGIN_GRPC_ADDRESS="+address); isHealthy(h) {
			t.Errorf("healthy at %q", address)
		}
	}
}

func TestPluginReconnectsSoonAfterALongOutage(t *testing.T) {
	address, stop := startStub(t, "tcp", "127.0.0.1:0")
	h := startHost(t, "GF_PLUGIN_GRPC_ADDRESS="+address)
	eventually(t, "healthy", func() bool { return isHealthy(h) })
	stop()
	// Panels go on asking during an outage, so gRPC's pauses between its attempts to connect grow.
	for end := time.Now().Add(12 * time.Second); time.Now().Before(end); time.Sleep(500 * time.Millisecond) {
		if isHealthy(h) {
			t.Fatal("healthy without a backend")
		}
	}
	startStub(t, "tcp", address)
	took := eventually(t, "healthy again", func() bool { return isHealthy(h) })
	t.Logf("healthy %d ms after the backend was back", took.Milliseconds())
}

func TestPluginIsNotRestartedWhileTheBackendAnswers(t *testing.T) {
	address, _ := startStub(t, "tcp", "127.0.0.1:0")
	h := startHost(t, "GF_PLUGIN_GRPC_ADDRESS="+address)
	time.Sleep(5 * time.Second)
	if count := h.startCount(); count != 1 {
		t.Errorf("started %d times", count)
	}
}

func TestKilledPluginIsReplaced(t *testing.T) {
	address, _ := startStub(t, "tcp", "127.0.0.1:0")
	h := startHost(t, "GF_PLUGIN_GRPC_ADDRESS="+address)
	process, err := os.FindProcess(h.pid())
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Kill(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "started again", func() bool { return h.startCount() == 2 })
	eventually(t, "healthy", func() bool { return isHealthy(h) })
}

func TestNothingIsLeftWhenTheHostEnds(t *testing.T) {
	address, _ := startStub(t, "tcp", "127.0.0.1:0")
	h := startHost(t, "GF_PLUGIN_GRPC_ADDRESS="+address)
	script := h.pid()
	var left []int
	eventually(t, "the script waits", func() bool { left = children(script); return len(left) > 0 })
	ended := make(chan struct{})
	go func() { h.stop(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(patience):
		t.Fatal("the host hangs on what holds its pipes")
	}
	for _, pid := range append(left, script) {
		eventually(t, "process "+strconv.Itoa(pid)+" has ended", func() bool { return !alive(pid) })
	}
}

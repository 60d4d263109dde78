package conformance

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend/grpcplugin"
	"github.com/hashicorp/go-hclog"
	goplugin "github.com/hashicorp/go-plugin"
)

// executable is the start script of the built plugin under the name that Grafana looks for.
func executable(t *testing.T) string {
	t.Helper()
	name := fmt.Sprintf("gpx_presage_%s_%s", runtime.GOOS, runtime.GOARCH)
	path, err := filepath.Abs(filepath.Join("..", "dist", "datasource", name))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Fatalf("%v: build the plugin first (npm run build -w plugin)", err)
	}
	return path
}

// services are what a data source plugin can be asked for.
type services struct {
	Data        grpcplugin.DataClient
	Diagnostics grpcplugin.DiagnosticsClient
	Resource    grpcplugin.ResourceClient
	Stream      grpcplugin.StreamClient
}

// host keeps a plugin running as Grafana does: it looks once a second whether the plugin's process has ended, and then
// starts it again.
type host struct {
	mutex    sync.Mutex
	path     string
	env      []string
	client   *goplugin.Client
	services services
	starts   int
	done     chan struct{}
	stopped  sync.WaitGroup
}

// startHost starts the plugin with no environment but the given settings; it ends with the test.
func startHost(t *testing.T, env ...string) *host {
	t.Helper()
	h := &host{path: executable(t), env: env, done: make(chan struct{})}
	if err := h.start(); err != nil {
		t.Fatalf("the plugin does not start: %v", err)
	}
	h.stopped.Go(h.watch)
	t.Cleanup(h.stop)
	return h
}

func (h *host) start() error {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	command := exec.Command(h.path)
	command.Env = h.env
	// The handshake and the plugins are those of grafana-plugin-sdk-go.
	client := goplugin.NewClient(&goplugin.ClientConfig{
		Cmd: command,
		HandshakeConfig: goplugin.HandshakeConfig{
			ProtocolVersion:  grpcplugin.ProtocolVersion,
			MagicCookieKey:   grpcplugin.MagicCookieKey,
			MagicCookieValue: grpcplugin.MagicCookieValue,
		},
		VersionedPlugins: map[int]goplugin.PluginSet{grpcplugin.ProtocolVersion: {
			"diagnostics": &grpcplugin.DiagnosticsGRPCPlugin{},
			"resource":    &grpcplugin.ResourceGRPCPlugin{},
			"data":        &grpcplugin.DataGRPCPlugin{},
			"stream":      &grpcplugin.StreamGRPCPlugin{},
		}},
		SkipHostEnv:      true,
		AllowedProtocols: []goplugin.Protocol{goplugin.ProtocolGRPC},
		Logger:           hclog.NewNullLogger(),
	})
	rpc, err := client.Client()
	if err != nil {
		client.Kill()
		return err
	}
	var found services
	for name, set := range map[string]func(any){
		"diagnostics": func(raw any) { found.Diagnostics = raw.(grpcplugin.DiagnosticsClient) },
		"resource":    func(raw any) { found.Resource = raw.(grpcplugin.ResourceClient) },
		"data":        func(raw any) { found.Data = raw.(grpcplugin.DataClient) },
		"stream":      func(raw any) { found.Stream = raw.(grpcplugin.StreamClient) },
	} {
		raw, err := rpc.Dispense(name)
		if err != nil {
			client.Kill()
			return err
		}
		set(raw)
	}
	h.client, h.services = client, found
	h.starts++
	return nil
}

func (h *host) watch() {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-h.done:
			return
		case <-tick.C:
		}
		h.mutex.Lock()
		exited := h.client.Exited()
		h.mutex.Unlock()
		if exited {
			_ = h.start()
		}
	}
}

// stop ends the plugin as Grafana does when it ends.
func (h *host) stop() {
	select {
	case <-h.done:
		return
	default:
		close(h.done)
	}
	h.stopped.Wait()
	h.client.Kill()
}

// now gives the services of the running process.
func (h *host) now() services {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return h.services
}

// pid is the process of the start script.
func (h *host) pid() int {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return h.client.ReattachConfig().Pid
}

// startCount tells how often the plugin has been started.
func (h *host) startCount() int {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return h.starts
}

package conformance

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

const token = "token of the host test"

// presage is the service with its demo network, as a process of its own.
type presage struct {
	folder, address string
	command         *exec.Cmd
}

// startPresage runs the demo network in a folder of its own; it ends with the test.
func startPresage(t *testing.T) *presage {
	t.Helper()
	p := &presage{folder: t.TempDir(), address: freeAddress(t)}
	configuration := fmt.Sprintf(
		"network: Test\nzone: UTC\ndata: data\nlog_level: error\nsnmp: {poll_period: 10s}\nserve: {port: 0}\ngrafana: {listen: %q, token: %q}\n",
		p.address, token)
	if err := os.WriteFile(filepath.Join(p.folder, "presage.yml"), []byte(configuration), 0o600); err != nil {
		t.Fatal(err)
	}
	p.start(t)
	t.Cleanup(func() { p.end(syscall.SIGTERM) })
	return p
}

func (p *presage) start(t *testing.T) {
	t.Helper()
	cli, err := filepath.Abs("../../backend/src/cli/presage.ts")
	if err != nil {
		t.Fatal(err)
	}
	p.command = exec.Command("node", cli, "run", "--demo", "--no-faults", "--config", filepath.Join(p.folder, "presage.yml"))
	p.command.Stderr = os.Stderr
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
}

func (p *presage) end(signal syscall.Signal) {
	_ = p.command.Process.Signal(signal)
	_ = p.command.Wait()
}

// dataSource is the context that Grafana sends with every call.
func dataSource(token string) *pluginv2.PluginContext {
	return &pluginv2.PluginContext{
		OrgId:    1,
		PluginId: "presage-netops-datasource",
		User:     &pluginv2.User{Login: "viewer", Role: "Viewer"},
		DataSourceInstanceSettings: &pluginv2.DataSourceInstanceSettings{
			Uid:                     "presage",
			JsonData:                []byte("{}"),
			DecryptedSecureJsonData: map[string]string{"token": token},
		},
	}
}

// query is one of the last and the next 24 hours, with its members as dashboards and alert rules store them.
func query(refID string, members map[string]any) *pluginv2.DataQuery {
	stored := map[string]any{"refId": refID}
	for name, value := range members {
		stored[name] = value
	}
	text, err := json.Marshal(stored)
	if err != nil {
		panic(err)
	}
	now := time.Now()
	return &pluginv2.DataQuery{
		RefId:         refID,
		MaxDataPoints: 500,
		IntervalMS:    60_000,
		TimeRange: &pluginv2.TimeRange{
			FromEpochMS: now.Add(-24 * time.Hour).UnixMilli(),
			ToEpochMS:   now.Add(24 * time.Hour).UnixMilli(),
		},
		Json: text,
	}
}

// ask sends queries in one call, as an alert rule does.
func ask(h *host, token string, queries ...*pluginv2.DataQuery) (map[string]*pluginv2.DataResponse, error) {
	return askFor(h, token, map[string]string{"FromAlert": "true"}, queries...)
}

// askFor sends queries in one call with the headers that tell who asks.
func askFor(
	h *host, token string, headers map[string]string, queries ...*pluginv2.DataQuery,
) (map[string]*pluginv2.DataResponse, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	answer, err := h.now().Data.QueryData(ctx, &pluginv2.QueryDataRequest{
		PluginContext: dataSource(token),
		Headers:       headers,
		Queries:       queries,
	})
	if err != nil {
		return nil, err
	}
	return answer.Responses, nil
}

// frames asks one query and decodes its frames as Grafana does.
func frames(h *host, members map[string]any) (data.Frames, error) {
	answers, err := ask(h, token, query("A", members))
	if err != nil {
		return nil, err
	}
	answer := answers["A"]
	if answer.GetError() != "" || answer.GetStatus() != 200 {
		return nil, fmt.Errorf("status %d: %s", answer.GetStatus(), answer.GetError())
	}
	return data.UnmarshalArrowFrames(answer.Frames)
}

// callResource answers the status and the body, as a viewer gets them.
func callResource(h *host, method, path, url string) (int32, string, error) {
	return callResourceAs(h, "Viewer", method, path, url, nil)
}

// callResourceAs does the same for a user of another role, who may send a body.
func callResourceAs(h *host, role, method, path, url string, body []byte) (int32, string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	asking := dataSource(token)
	asking.User.Role = role
	stream, err := h.now().Resource.CallResource(ctx, &pluginv2.CallResourceRequest{
		PluginContext: asking, Method: method, Path: path, Url: url, Body: body,
	})
	if err != nil {
		return 0, "", err
	}
	answer, err := stream.Recv()
	if err != nil {
		return 0, "", err
	}
	return answer.Code, strings.TrimSpace(string(answer.Body)), nil
}

package conformance

import (
	"context"
	"encoding/json"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/grafana/grafana-plugin-sdk-go/genproto/pluginv2"
)

// learning is how long the demo may take to write its history and to forecast it on a busy machine.
const learning = 8 * time.Minute

// rows counts the rows of all frames.
func rows(all data.Frames) int {
	count := 0
	for _, frame := range all {
		count += frame.Rows()
	}
	return count
}

// TestDataSource asks the demo network through the plugin; the parts share one backend, for its start takes long.
func TestDataSource(t *testing.T) {
	backend := startPresage(t)
	h := startHost(t, "GF_PLUGIN_GRPC_ADDRESS="+backend.address)
	eventually(t, "the backend answers", func() bool { return isServed(h) })
	beginFault(t, h, "device-dead", "access-1")
	waitForData(t, h)

	t.Run("Health", func(t *testing.T) { testHealth(t, h) })
	t.Run("EveryKindIsDecoded", func(t *testing.T) { testKinds(t, h) })
	t.Run("AlertsReadTimeSeries", func(t *testing.T) { testTimeSeriesAlerts(t, h) })
	t.Run("AlertsReadNumbers", func(t *testing.T) { testNumericAlerts(t, h) })
	t.Run("ProvisionedRules", func(t *testing.T) { testProvisionedRules(t, h) })
	t.Run("IncidentsOfAFault", func(t *testing.T) { testIncidents(t, h, "access-1") })
	t.Run("Annotations", func(t *testing.T) { testAnnotations(t, h) })
	t.Run("Resources", func(t *testing.T) { testResources(t, h) })
	t.Run("Stream", func(t *testing.T) { testStream(t, h) })
	t.Run("WrongToken", func(t *testing.T) { testWrongToken(t, h) })
	t.Run("HostileQueriesSpoilNoOthers", func(t *testing.T) { testHostileQueries(t, h) })
	t.Run("BackendIsKilledAndComesBack", func(t *testing.T) { testRestart(t, h, backend) })
}

// isServed tells whether anything answers: health may well be bad while the demo begins.
func isServed(h *host) bool {
	_, err := health(h, token)
	return err == nil
}

func health(h *host, token string) (*pluginv2.CheckHealthResponse, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return h.now().Diagnostics.CheckHealth(ctx, &pluginv2.CheckHealthRequest{PluginContext: dataSource(token)})
}

// waitForData returns when the last day has been measured and forecast, and the next one forecast.
func waitForData(t *testing.T, h *host) {
	t.Helper()
	end := time.Now().Add(learning)
	for _, members := range []map[string]any{
		{"kind": "series"}, {"kind": "forecast"}, {"kind": "forecast", "lead": "1"},
	} {
		members["measurement"] = "radius"
		for {
			decoded, err := frames(h, members)
			if err == nil && rows(decoded) > 0 {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("%v gives nothing within %v: %v", members, learning, err)
			}
			time.Sleep(time.Second)
		}
	}
}

func testHealth(t *testing.T, h *host) {
	answer, err := health(h, token)
	if err != nil {
		t.Fatal(err)
	}
	var details struct{ Protocol int }
	if err := json.Unmarshal(answer.JsonDetails, &details); err != nil || details.Protocol != 1 {
		t.Errorf("details %s, want protocol 1 (%v)", answer.JsonDetails, err)
	}
	if answer.Status != pluginv2.CheckHealthResponse_OK || !strings.Contains(answer.Message, "Presage") {
		t.Errorf("status %v, %q", answer.Status, answer.Message)
	}
}

func testKinds(t *testing.T, h *host) {
	for name, members := range map[string]map[string]any{
		"nothing chosen":   {},
		"series":           {"kind": "series", "measurement": "radius"},
		"forecast":         {"kind": "forecast", "measurement": "radius", "threshold": 1},
		"one step ahead":   {"kind": "forecast", "measurement": "radius", "lead": "1"},
		"realAndPredicted": {"kind": "realAndPredicted", "measurement": "radius"},
		"incidents":        {"kind": "incidents", "state": "all"},
		"devices":          {"kind": "devices"},
		"topology":         {"kind": "topology"},
		"accuracy":         {"kind": "accuracy", "measurement": "radius"},
	} {
		decoded, err := frames(h, members)
		switch {
		case err != nil:
			t.Errorf("%s: %v", name, err)
		case len(decoded) == 0:
			t.Errorf("%s: no frame", name)
		case name != "incidents" && rows(decoded) == 0:
			t.Errorf("%s: no rows", name)
		}
		for _, frame := range decoded {
			if frame.RefID != "A" || len(frame.Fields) == 0 {
				t.Errorf("%s: refId %q, %d fields", name, frame.RefID, len(frame.Fields))
			}
		}
	}
}

func testTimeSeriesAlerts(t *testing.T, h *host) {
	for _, members := range []map[string]any{
		{"kind": "series"}, {"kind": "forecast"}, {"kind": "forecast", "lead": "1"}, {"kind": "realAndPredicted"},
	} {
		members["measurement"], members["format"] = "radius", "timeseries"
		decoded, err := frames(h, members)
		if err == nil {
			err = checkForAlerts("timeseries", decoded)
		}
		if err != nil {
			t.Errorf("%v: %v", members, err)
		}
	}
}

func testNumericAlerts(t *testing.T, h *host) {
	for name, members := range map[string]map[string]any{
		"series":    {"kind": "series", "measurement": "radius", "format": "numeric"},
		"forecast":  {"kind": "forecast", "measurement": "radius", "format": "numeric"},
		"incidents": {"kind": "incidents", "format": "numeric", "field": "open", "incidentKind": "device-down", "phase": "active"},
		"affected":  {"kind": "incidents", "format": "numeric", "field": "affected"},
		"devices":   {"kind": "devices", "format": "numeric"},
		"accuracy":  {"kind": "accuracy", "measurement": "radius", "measure": "count"},
	} {
		decoded, err := frames(h, members)
		if err == nil {
			err = checkForAlerts("numeric", decoded)
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// beginFault breaks a device of the demo network, as an editor may.
func beginFault(t *testing.T, h *host, kind, device string) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"kind": kind, "device": device})
	if err != nil {
		t.Fatal(err)
	}
	path := "api/v1/simulate/faults"
	code, answer, err := callResourceAs(h, "Editor", "POST", path, path, body)
	if err != nil || code != 200 {
		t.Fatalf("a fault does not begin: %d, %v, %s", code, err, answer)
	}
}

// testIncidents waits for the incident of a fault: it is a number for alert rules, a row of a table and an annotation.
func testIncidents(t *testing.T, h *host, device string) {
	open := func() bool {
		decoded, err := frames(h, map[string]any{"kind": "incidents", "device": device, "field": "open"})
		if err != nil || len(decoded) != 1 {
			t.Fatalf("%d frames, %v", len(decoded), err)
		}
		numbers, _ := decoded[0].FieldByName("open")
		if numbers == nil {
			t.Fatal("no field open")
		}
		for row := range numbers.Len() {
			if number, err := numbers.FloatAt(row); err == nil && number > 0 {
				return true
			}
		}
		return false
	}
	for end := time.Now().Add(learning); !open(); time.Sleep(time.Second) {
		if time.Now().After(end) {
			t.Fatalf("no incident of %s within %v", device, learning)
		}
	}
	for refID, field := range map[string]string{"A": "device", "Anno": "text"} {
		answers, err := askFor(h, token, nil, query(refID, map[string]any{"kind": "incidents", "device": device}))
		if err != nil {
			t.Fatal(err)
		}
		decoded, err := data.UnmarshalArrowFrames(answers[refID].GetFrames())
		if err != nil || len(decoded) != 1 || decoded[0].Rows() == 0 {
			t.Errorf("%s: %d frames, %d rows, %v, %q", refID, len(decoded), rows(decoded), err, answers[refID].GetError())
			continue
		}
		if found, _ := decoded[0].FieldByName(field); found == nil || found.CopyAt(0) == nil {
			t.Errorf("%s: nothing in the field %s", refID, field)
		}
	}
}

func testAnnotations(t *testing.T, h *host) {
	answers, err := ask(h, token, query("Anno", map[string]any{"kind": "incidents", "state": "all"}))
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := data.UnmarshalArrowFrames(answers["Anno"].Frames)
	if err != nil || len(decoded) != 1 {
		t.Fatalf("%d frames, %v", len(decoded), err)
	}
	for name, kind := range map[string]data.FieldType{"time": data.FieldTypeTime, "text": data.FieldTypeString} {
		field, _ := decoded[0].FieldByName(name)
		if field == nil || field.Type().NonNullableType() != kind {
			t.Errorf("no field %s of type %v", name, kind)
		}
	}
}

func testResources(t *testing.T, h *host) {
	for _, path := range []string{"api/v1/status", "api/v1/incidents", "api/v1/devices", "api/v1/series?measurement=radius",
		"measurements", "fields?measurement=radius", "tag-keys?measurement=cpu", "tag-values?measurement=cpu&tag=device"} {
		code, body, err := callResource(h, "GET", strings.Split(path, "?")[0], path)
		if err != nil || code != 200 || !json.Valid([]byte(body)) || body == "[]" {
			t.Errorf("%s: %d, %v, %.200s", path, code, err, body)
		}
	}
	if code, body, err := callResource(h, "GET", "no/such", "no/such"); err != nil || code != 404 {
		t.Errorf("no/such: %d, %v, %s", code, err, body)
	}
	action := "api/v1/incidents/none/actions"
	if code, body, err := callResource(h, "POST", action, action); err != nil || code != 403 {
		t.Errorf("a viewer's action: %d, %v, %s", code, err, body)
	}
}

func testStream(t *testing.T, h *host) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	subscribed, err := h.now().Stream.SubscribeStream(ctx, &pluginv2.SubscribeStreamRequest{
		PluginContext: dataSource(token), Path: "incidents",
	})
	if err != nil || subscribed.Status != pluginv2.SubscribeStreamResponse_OK {
		t.Fatalf("subscribing: %v, %v", subscribed.GetStatus(), err)
	}
	stream, err := h.now().Stream.RunStream(ctx, &pluginv2.RunStreamRequest{
		PluginContext: dataSource(token), Path: "incidents",
	})
	if err != nil {
		t.Fatal(err)
	}
	packet, err := stream.Recv()
	if err != nil {
		t.Fatal(err)
	}
	var frame data.Frame
	if err := json.Unmarshal(packet.Data, &frame); err != nil || len(frame.Fields) == 0 {
		t.Errorf("%d fields, %v: %s", len(frame.Fields), err, packet.Data)
	}
}

func testWrongToken(t *testing.T, h *host) {
	answers, err := ask(h, "wrong", query("A", nil))
	if err != nil {
		t.Fatalf("the user would see only that an error occurred: %v", err)
	}
	if answer := answers["A"]; answer.GetStatus() != 401 || answer.GetError() == "" || len(answer.Frames) > 0 {
		t.Errorf("status %d, %q, %d frames", answer.GetStatus(), answer.GetError(), len(answer.GetFrames()))
	}
	refused, err := health(h, "wrong")
	if err != nil || refused.Status != pluginv2.CheckHealthResponse_ERROR || refused.Message == "" {
		t.Errorf("health %v, %q, %v", refused.GetStatus(), refused.GetMessage(), err)
	}
}

func testHostileQueries(t *testing.T, h *host) {
	broken := query("broken", nil)
	broken.Json = []byte("{not json")
	endless := query("endless", map[string]any{"kind": "series"})
	endless.TimeRange = &pluginv2.TimeRange{FromEpochMS: -1 << 62, ToEpochMS: 1 << 62}
	backwards := query("backwards", nil)
	backwards.TimeRange = &pluginv2.TimeRange{FromEpochMS: 2, ToEpochMS: 1}
	answers, err := ask(h, token, broken, endless, backwards,
		query("kind", map[string]any{"kind": "__proto__"}),
		query("future", map[string]any{"version": 99}),
		query("types", map[string]any{"measurement": []int{1}, "tags": "x", "limit": -1}),
		query("long", map[string]any{"measurement": strings.Repeat("x", 100_000)}),
		query("good", map[string]any{"kind": "devices"}))
	if err != nil {
		t.Fatal(err)
	}
	for _, refID := range []string{"broken", "kind", "future", "types", "long"} {
		if answer := answers[refID]; answer.GetStatus()/100 != 4 || answer.GetError() == "" {
			t.Errorf("%s: status %d, %q", refID, answer.GetStatus(), answer.GetError())
		}
	}
	for _, refID := range []string{"endless", "backwards"} {
		if answer := answers[refID]; answer == nil || answer.Status == 0 || answer.Status >= 500 {
			t.Errorf("%s: status %d, %q", refID, answer.GetStatus(), answer.GetError())
		}
	}
	if future := answers["future"]; !strings.Contains(future.GetError(), "update the backend") {
		t.Errorf("a query of a newer plugin: %q, want what to do", future.GetError())
	}
	good := answers["good"]
	if decoded, err := data.UnmarshalArrowFrames(good.GetFrames()); err != nil || good.GetError() != "" || rows(decoded) == 0 {
		t.Errorf("the good query: %q, %v, %d rows", good.GetError(), err, rows(decoded))
	}
}

func testRestart(t *testing.T, h *host, backend *presage) {
	backend.end(syscall.SIGKILL)
	// Long enough for the start script to have seen it.
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(500 * time.Millisecond) {
		if isServed(h) {
			t.Fatal("served without a backend")
		}
	}
	backend.start(t)
	eventually(t, "the backend listens", func() bool { return listens(backend.address) })
	took := eventually(t, "served again", func() bool { return isServed(h) })
	t.Logf("served %d ms after the backend was back", took.Milliseconds())
}

package conformance

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/grafana/dataplane/sdata/numeric"
	"github.com/grafana/dataplane/sdata/timeseries"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"gopkg.in/yaml.v3"
)

// ruleFile is what is read of a file of alert rules.
type ruleFile struct {
	Groups []struct {
		Rules []struct {
			UID  string `yaml:"uid"`
			Data []struct {
				RefID         string         `yaml:"refId"`
				DataSourceUID string         `yaml:"datasourceUid"`
				Model         map[string]any `yaml:"model"`
			} `yaml:"data"`
		} `yaml:"rules"`
	} `yaml:"groups"`
}

// checkForAlerts reads frames as an alert rule does, by the kind of frames its query asks for.
func checkForAlerts(format any, frames data.Frames) error {
	if len(frames) == 0 {
		return fmt.Errorf("no frame")
	}
	if format == "numeric" {
		reader, err := numeric.CollectionReaderFromFrames(frames)
		if err != nil {
			return err
		}
		found, err := reader.GetCollection(false)
		if err != nil {
			return err
		}
		if found.NoData() || found.Warning != nil {
			return fmt.Errorf("%d numbers, %v", len(found.Refs), found.Warning)
		}
		return nil
	}
	reader, err := timeseries.CollectionReaderFromFrames(frames)
	if err != nil {
		return err
	}
	found, err := reader.GetCollection(false)
	if err != nil {
		return err
	}
	if found.NoData() || found.Warning != nil {
		return fmt.Errorf("%d series, %v", len(found.Refs), found.Warning)
	}
	return nil
}

// testProvisionedRules asks what every provisioned alert rule asks and reads it as Grafana's alerting does.
func testProvisionedRules(t *testing.T, h *host) {
	files, err := filepath.Glob("../../provisioning/alerting/rules-*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files of rules, %v", len(files), err)
	}
	asked := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var rules ruleFile
		if err := yaml.Unmarshal(text, &rules); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, group := range rules.Groups {
			for _, rule := range group.Rules {
				for _, entry := range rule.Data {
					if entry.DataSourceUID != "presage" {
						continue
					}
					asked++
					decoded, err := frames(h, entry.Model)
					if err == nil {
						err = checkForAlerts(entry.Model["format"], decoded)
					}
					if err != nil {
						t.Errorf("%s, query %s: %v", rule.UID, entry.RefID, err)
					}
				}
			}
		}
	}
	if asked == 0 {
		t.Error("no rule asks the data source")
	}
}

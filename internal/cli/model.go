package cli

import (
	"log/slog"
	"os"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/rephrase"
)

// rephraser sets up the language model, if there is one; close lets go of it.
func (cmd *serveCmd) rephraser(svc *app.Service, log *slog.Logger) (close func(), err error) {
	m := cmd.Model
	if m.URL == "" {
		if m.Name != "" || m.KeyFile != "" {
			return nil, usage("--model-name and --model-key-file need --model-url")
		}
		return func() {}, nil
	}
	if m.Name == "" {
		return nil, usage("--model-url needs --model-name, the model's name there")
	}
	key, err := cmd.modelKey()
	if err != nil {
		return nil, err
	}
	if m.Timeout <= 0 || m.Timeout > rephrase.MaxTimeout {
		return nil, usage("--model-timeout: use a time up to %v, such as 5s", rephrase.MaxTimeout)
	}
	c, err := rephrase.New(rephrase.Options{URL: m.URL, Model: m.Name, Key: key, Timeout: m.Timeout, Log: log})
	if err != nil {
		return nil, usage("%v", err)
	}
	svc.RephraseWith(c)
	return c.Close, nil
}

// modelKey is never a flag: command lines can be seen by others.
func (cmd *serveCmd) modelKey() (string, error) {
	if cmd.Model.KeyFile == "" {
		return os.Getenv("LEGIBLE_MODEL_KEY"), nil
	}
	text, err := os.ReadFile(cmd.Model.KeyFile)
	if err != nil {
		return "", errs.New(errs.Usage, "--model-key-file: %v", err)
	}
	return strings.TrimSpace(string(text)), nil
}

package config

import "time"

// Model is a language model that may put the answers of the guide in other words, reached
// by the chat completions protocol of OpenAI, which most programs that run models speak.
// Without URL there is none. It is sent passages of the guide and never what anybody
// asked. Its key comes from the environment, LEGIBLE_MODEL_KEY, or from KeyFile.
type Model struct {
	// Environment: LEGIBLE_MODEL_URL, _NAME, _KEY_FILE, _TIMEOUT.
	URL     string        `name:"url" env:"LEGIBLE_MODEL_URL" placeholder:"URL" help:"Language model that may rephrase answers of the guide, such as http://127.0.0.1:11434/v1 (default none)."`
	Name    string        `env:"LEGIBLE_MODEL_NAME" placeholder:"MODEL" help:"Its name there; its key, if it has one, is in LEGIBLE_MODEL_KEY."`
	KeyFile string        `name:"key-file" env:"LEGIBLE_MODEL_KEY_FILE" placeholder:"FILE" help:"File that holds the key, instead of LEGIBLE_MODEL_KEY."`
	Timeout time.Duration `env:"LEGIBLE_MODEL_TIMEOUT" placeholder:"TIME" default:"5s" help:"How long it may take before the passages are shown alone (default 5s, at most 30s)."`
}

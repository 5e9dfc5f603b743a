// Converts PDFs as one batch, and checks the webhook that tells of each end. Needs Go 1.19 or newer, and nothing else.
package main

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

var (
	base   = strings.TrimRight(env("ODE_URL", "http://localhost:3000"), "/") + "/api/v1"
	key    = os.Getenv("ODE_KEY")
	client = &http.Client{Timeout: time.Minute}
)

func env(name, otherwise string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return otherwise
}

// One request; what says "come again" is sent again, under one Idempotency-Key, so that nothing is made twice.
func call(method, path, contentType string, body []byte) ([]byte, error) {
	random := make([]byte, 16)
	if _, err := rand.Read(random); err != nil {
		return nil, err
	}
	for try := 0; ; try++ {
		request, err := http.NewRequest(method, base+path, bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		request.Header.Set("Content-Type", contentType)
		request.Header.Set("Idempotency-Key", hex.EncodeToString(random))
		if key != "" {
			request.Header.Set("Authorization", "Bearer "+key)
		}
		pause := time.Duration(250<<try) * time.Millisecond
		answer, err := client.Do(request)
		if err == nil {
			said, readError := io.ReadAll(answer.Body)
			answer.Body.Close()
			if readError == nil && answer.StatusCode < 300 {
				return said, nil
			}
			err = fmt.Errorf("%s %s: %d %s", method, path, answer.StatusCode, said)
			if answer.StatusCode != 429 && answer.StatusCode != 503 && answer.StatusCode != 507 {
				return nil, err
			}
			if seconds, e := strconv.Atoi(answer.Header.Get("Retry-After")); e == nil {
				pause = time.Duration(seconds) * time.Second
			}
		}
		if try == 7 {
			return nil, err
		}
		time.Sleep(pause)
	}
}

func ask(method, path string, question, answer any) error {
	var body []byte
	if question != nil {
		var err error
		if body, err = json.Marshal(question); err != nil {
			return err
		}
	}
	said, err := call(method, path, "application/json", body)
	if err != nil {
		return err
	}
	return json.Unmarshal(said, answer)
}

type event struct {
	Type string `json:"type"`
	Data struct {
		DocumentName string `json:"documentName"`
	} `json:"data"`
}

// The event of a webhook's message; an error for one that the service did not send (Standard Webhooks).
func verified(secret string, header http.Header, body []byte, now time.Time) (event, error) {
	var told event
	sent, err := strconv.ParseInt(header.Get("Webhook-Timestamp"), 10, 64)
	if err != nil || now.Sub(time.Unix(sent, 0)).Abs() > 5*time.Minute {
		return told, errors.New("too old")
	}
	secretKey, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil {
		return told, err
	}
	mac := hmac.New(sha256.New, secretKey)
	fmt.Fprintf(mac, "%s.%d.", header.Get("Webhook-Id"), sent)
	mac.Write(body)
	good := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
	for _, one := range strings.Fields(header.Get("Webhook-Signature")) {
		if hmac.Equal([]byte(one), []byte(good)) {
			return told, json.Unmarshal(body, &told)
		}
	}
	return told, errors.New("wrong signature")
}

type batch struct {
	ID     string         `json:"id"`
	Status string         `json:"status"`
	Counts map[string]int `json:"counts"`
}

func run() error {
	output := flag.String("o", "", "the zip of all results")
	format := flag.String("format", "html", "one of the formats of GET /api/v1/limits")
	listen := flag.String("listen", "", "where the service reaches this program, such as http://10.0.0.7:8080/hook")
	flag.Parse()
	if *output == "" || flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}

	var hook struct{ ID, Secret string }
	heard := map[string]event{}
	var lock sync.Mutex
	if *listen != "" {
		at, err := url.Parse(*listen)
		if err != nil {
			return err
		}
		ready := make(chan struct{})
		go func() {
			log.Fatal(http.ListenAndServe(at.Host, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				<-ready
				body, _ := io.ReadAll(r.Body)
				told, err := verified(hook.Secret, r.Header, body, time.Now())
				if err != nil {
					w.WriteHeader(http.StatusUnauthorized)
					return
				}
				lock.Lock()
				heard[r.Header.Get("Webhook-Id")] = told
				lock.Unlock()
				w.WriteHeader(http.StatusNoContent)
			})))
		}()
		if err := ask("POST", "/webhooks", map[string]string{"url": *listen}, &hook); err != nil {
			return err
		}
		close(ready)
	}

	var ids []string
	for _, file := range flag.Args() {
		bytes, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		said, err := call("POST", "/documents?name="+url.QueryEscape(filepath.Base(file)), "application/pdf", bytes)
		if err != nil {
			return err
		}
		var document struct{ ID string }
		if err := json.Unmarshal(said, &document); err != nil {
			return err
		}
		ids = append(ids, document.ID)
	}
	var all batch
	if err := ask("POST", "/batches", map[string]any{"documentIds": ids, "format": *format}, &all); err != nil {
		return err
	}
	for all.Status != "ended" {
		time.Sleep(500 * time.Millisecond)
		if err := ask("GET", "/batches/"+all.ID, nil, &all); err != nil {
			return err
		}
	}
	fmt.Printf("%d succeeded, %d failed\n", all.Counts["succeeded"], all.Counts["failed"])
	if all.Counts["succeeded"] > 0 {
		zip, err := call("GET", "/batches/"+all.ID+"/result", "application/json", nil)
		if err != nil {
			return err
		}
		if err := os.WriteFile(*output, zip, 0o644); err != nil {
			return err
		}
	}

	if hook.ID != "" {
		for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
			lock.Lock()
			done := len(heard) >= len(ids)
			lock.Unlock()
			if done {
				break
			}
		}
		lock.Lock()
		for _, told := range heard {
			fmt.Println(told.Type, told.Data.DocumentName)
		}
		lock.Unlock()
		if _, err := call("DELETE", "/webhooks/"+hook.ID, "application/json", nil); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}

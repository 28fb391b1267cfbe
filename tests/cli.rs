//! The command line: arguments and input in, exact output, exact words of errors and exit codes out.

use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const ARTICLE: &str =
    "The bridge opens in May\n\nThe mayor of the harbour town said on Monday that the bridge will open in May.\n";

fn dechaff(dir: &Path, args: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .args(args)
        .current_dir(dir)
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let input = input.to_vec();
    let feeder = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().expect("the program ends");
    feeder.join().expect("the feeder ends");
    output
}

/// Runs and expects success without a word on standard error.
fn clean(dir: &Path, args: &[&str], input: &str) -> String {
    let output = dechaff(dir, args, input.as_bytes());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
    assert_eq!(output.status.code(), Some(0), "{args:?}");
    String::from_utf8(output.stdout).expect("the output is UTF-8")
}

/// Runs and expects an error of exactly these words.
fn fails(dir: &Path, args: &[&str], input: &[u8], words: &str) {
    let output = dechaff(dir, args, input);
    assert_eq!(String::from_utf8_lossy(&output.stderr), format!("error: {words}\n"), "{args:?}");
    assert_eq!(output.status.code(), Some(2), "{args:?}");
}

fn dir() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn noisy() -> String {
    format!("{ARTICLE}\nLeave a Reply\n\nYour email address will not be published. Required fields are marked *\n")
}

#[test]
fn a_filter_from_stdin_to_stdout() {
    let dir = dir();
    assert_eq!(clean(dir.path(), &[], &noisy()), ARTICLE);
    assert_eq!(clean(dir.path(), &["clean"], &noisy()), ARTICLE);
    assert_eq!(clean(dir.path(), &["-"], &noisy()), ARTICLE);
    assert_eq!(clean(dir.path(), &[], ""), "");
    assert_eq!(clean(dir.path(), &["--disable", "comments"], &noisy()), noisy());
    assert_eq!(clean(dir.path(), &["--only", "share"], &noisy()), noisy());
    assert_eq!(clean(dir.path(), &["--only", "comments.form-heading,comments"], "x\u{c}"), "x\u{c}");
}

#[test]
fn documents_of_a_text_end_at_the_separator() {
    let dir = dir();
    let two = format!("{}\u{c}{}", noisy(), noisy());
    assert_eq!(clean(dir.path(), &[], &two), format!("{ARTICLE}\u{c}{ARTICLE}"));
    let dashes = format!("{}----\n{}", noisy(), noisy());
    assert_eq!(clean(dir.path(), &["--separator", "----\\n"], &dashes), format!("{ARTICLE}----\n{ARTICLE}"));
    fails(
        dir.path(),
        &["--separator", "\\q"],
        b"",
        "--separator `\\q` has an escape that is not known; known are \\n \\t \\f \\r \\0 \\\\",
    );
}

#[test]
fn jsonl_keeps_every_other_byte() {
    let dir = dir();
    let text = serde_json::to_string(&noisy()).unwrap();
    let want = serde_json::to_string(ARTICLE).unwrap();
    let line = |t: &str| format!("{{ \"n\" : 1.50,\"text\":{t} , \"caf\\u00e9\":[ ]}}\r\n\n");
    assert_eq!(clean(dir.path(), &[], &line(&text)), line(&want));
    let nested = |t: &str| format!("{{\"text\":\"Leave a Reply\",\"a\":{{\"b.c\":{t}}}}}\n");
    assert_eq!(clean(dir.path(), &["-f", "jsonl", "--text-field", "a.b\\.c"], &nested(&text)), nested(&want));
}

#[test]
fn files_go_where_they_are_told() {
    let dir = dir();
    let path = |name: &str| dir.path().join(name);
    let read = |name: &str| fs::read_to_string(path(name)).unwrap();
    fs::write(path("a.txt"), noisy()).unwrap();
    fs::write(path("b.txt"), ARTICLE).unwrap();
    assert_eq!(clean(dir.path(), &["a.txt", "b.txt"], ""), format!("{ARTICLE}{ARTICLE}"));
    assert_eq!(clean(dir.path(), &["a.txt", "-o", "c.txt"], ""), "");
    assert_eq!(read("c.txt"), ARTICLE);
    assert_eq!(clean(dir.path(), &["a.txt", "b.txt", "--output-dir", "out"], ""), "");
    assert_eq!((read("out/a.txt"), read("out/b.txt")), (ARTICLE.to_owned(), ARTICLE.to_owned()));
    assert_eq!(clean(dir.path(), &["a.txt", "b.txt", "--in-place"], ""), "");
    assert_eq!((read("a.txt"), read("b.txt")), (ARTICLE.to_owned(), ARTICLE.to_owned()));
    let left: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 4, "nothing temporary is left: {left:?}");
}

#[test]
fn what_is_cleaned_can_be_restored() {
    let dir = dir();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("a.txt"), noisy()).unwrap();
    fs::write(path("b.txt"), format!("x\u{c}{}", noisy())).unwrap();
    clean(dir.path(), &["a.txt", "b.txt", "-o", "out", "--audit", "trail.jsonl"], "");
    let back = clean(dir.path(), &["restore", "out", "--audit", "trail.jsonl"], "");
    assert_eq!(back, format!("{}x\u{c}{}", noisy(), noisy()));
    clean(dir.path(), &["restore", "out", "--audit", "trail.jsonl", "-o", "back"], "");
    assert_eq!(fs::read_to_string(path("back")).unwrap(), back);
    let trail = fs::read_to_string(path("trail.jsonl")).unwrap();
    let first: serde_json::Value = serde_json::from_str(trail.lines().next().unwrap()).unwrap();
    assert_eq!(
        (first["source"].as_str(), first["record"].as_u64(), first["field"].as_str()),
        (Some("a.txt"), Some(0), Some("text"))
    );
    fs::write(path("out"), ARTICLE).unwrap();
    fails(
        dir.path(),
        &["restore", "out", "--audit", "trail.jsonl"],
        b"",
        "the cleaned stream ends before the audit trail does; do they belong together?",
    );
    let cut: String = trail.lines().take(1).map(|l| format!("{l}\n")).collect();
    fs::write(path("cut.jsonl"), cut).unwrap();
    fails(
        dir.path(),
        &["restore", "a.txt", "--audit", "cut.jsonl"],
        b"",
        "the audit trail is cut short: its last line does not end an input; clean again with --audit",
    );
}

#[test]
fn bad_input_is_one_clear_sentence() {
    let dir = dir();
    let path = |name: &str| dir.path().join(name);
    let remedy = "(--on-error skip or pass goes on)";
    fails(dir.path(), &["none.txt"], b"", "`none.txt` cannot be read: no such file or directory");
    fails(dir.path(), &["."], b"", "`.` is a folder; name the files in it");
    fails(
        dir.path(),
        &[],
        b"a\xffb",
        &format!(
            "-: document 1: the document is not UTF-8 at byte 2; convert it first, for example with iconv {remedy}"
        ),
    );
    let jsonl = |line: &str, words: &str| {
        let input = format!("{{\"text\":\"x\"}}\n{line}\n");
        fails(dir.path(), &["-f", "jsonl"], input.as_bytes(), &format!("-:2: the record {words} {remedy}"));
    };
    jsonl("{\"text\":", "is not valid JSON: a value is expected, but the line ends at byte 9");
    jsonl("[]", "is not valid JSON: a record must be a JSON object at byte 1");
    jsonl("{\"body\":\"x\"}", "has no field `text`; name it with --text-field");
    jsonl("{\"text\":null}", "has null in field `text`, not a string; name the right field with --text-field");
    fails(
        dir.path(),
        &["--text-field", "a..b"],
        b"",
        "field `a..b` has an empty step; write it like `text` or `meta.text`",
    );
    fails(dir.path(), &["--only", "comment"], b"", "there is no family or rule `comment`; did you mean `comments`?");
    fails(
        dir.path(),
        &["--disable", "nothing-like-it"],
        b"",
        "there is no family or rule `nothing-like-it`; `dechaff rules` lists them",
    );
    fs::create_dir(path("x")).unwrap();
    fs::write(path("a.txt"), "a").unwrap();
    fs::write(path("x/a.txt"), "b").unwrap();
    fails(
        dir.path(),
        &["a.txt", "x/a.txt", "--output-dir", "o"],
        b"",
        "`a.txt` and `x/a.txt` would both become `o/a.txt`; clean them into different folders",
    );
    fails(dir.path(), &["a.txt", "-o", "no/where"], b"", "`no/where` cannot be written: no such file or directory");
    fails(
        dir.path(),
        &["a.txt", "-", "--in-place"],
        b"",
        "standard input has no place of its own; leave out `-`, or use -o FILE",
    );
    fails(dir.path(), &["--rejects", "r"], b"", "--rejects takes what `--on-error skip` leaves out; add that");
    let unknown = dechaff(dir.path(), &["--fast"], b"");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("unexpected argument '--fast'"));
}

#[test]
fn records_that_cannot_be_read_are_set_aside_or_pass() {
    let dir = dir();
    let input = b"{\"text\":\"x\"}\nnot json\n{\"text\":\"\xff\"}\n{\"text\":\"y\"}\n";
    let skip = dechaff(dir.path(), &["-f", "jsonl", "--on-error", "skip", "--rejects", "r", "--audit", "t"], input);
    assert_eq!(skip.stdout, b"{\"text\":\"x\"}\n{\"text\":\"y\"}\n");
    assert_eq!(skip.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&skip.stderr).lines().count(), 2);
    assert_eq!(fs::read(dir.path().join("r")).unwrap(), b"not json\n{\"text\":\"\xff\"}\n");
    fs::write(dir.path().join("out"), &skip.stdout).unwrap();
    let back = dechaff(dir.path(), &["restore", "out", "--audit", "t"], b"");
    assert_eq!(back.stdout, input);
    let pass = dechaff(dir.path(), &["-f", "jsonl", "--on-error", "pass", "-q"], input);
    assert_eq!((pass.stdout.as_slice(), pass.stderr.as_slice()), (&input[..], &b""[..]));
}

#[test]
fn a_failed_run_leaves_no_half_written_file() {
    let dir = dir();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("a.jsonl"), "{\"text\":\"x\"}\n{\"text\":\n").unwrap();
    let before = fs::read(path("a.jsonl")).unwrap();
    for args in [&["a.jsonl", "--in-place"][..], &["a.jsonl", "-o", "out", "--audit", "t"]] {
        assert_eq!(dechaff(dir.path(), args, b"").status.code(), Some(2));
    }
    assert_eq!(fs::read(path("a.jsonl")).unwrap(), before);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn a_full_disk_is_an_error() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let output = Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .stdin(Stdio::null())
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"))
        .stdout(fs::OpenOptions::new().write(true).open("/dev/full").unwrap())
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: standard output cannot be written: no space left on device\n"
    );
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let feeder =
        std::thread::spawn(
            move || while stdin.write_all(&[b'a'; 4096]).and_then(|()| stdin.write_all(b"\n\x0c")).is_ok() {},
        );
    stdout.read_exact(&mut [0; 10]).unwrap();
    drop(stdout);
    let status = child.wait().unwrap();
    feeder.join().unwrap();
    let mut words = String::new();
    child.stderr.take().unwrap().read_to_string(&mut words).unwrap();
    assert_eq!((status.code(), words.as_str()), (Some(0), ""));
}

#[test]
fn a_document_is_shown_before_the_next_one_comes() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_dechaff"))
        .args(["-f", "text"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(b"one\x0c").unwrap();
    let mut got = [0; 4];
    child.stdout.as_mut().unwrap().read_exact(&mut got).unwrap();
    assert_eq!(&got, b"one\x0c");
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn explain_says_what_and_why() {
    let dir = dir();
    let human = clean(dir.path(), &["explain"], &noisy());
    assert!(human.contains("-, document 1: 2 changes"), "{human}");
    assert!(human.contains("[-Leave a Reply⏎") && human.contains("└ comments."), "{human}");
    assert!(!human.contains('\u{1b}'), "no colour in a pipe");
    let json: serde_json::Value = serde_json::from_str(&clean(dir.path(), &["explain", "--json"], &noisy())).unwrap();
    assert_eq!(json["edits"].as_array().unwrap().len(), 2);
    assert!(json["edits"][0]["why"].as_str().unwrap().len() > 5);
}

#[test]
fn rules_are_listed_shown_and_checked() {
    let dir = dir();
    let list = clean(dir.path(), &["rules"], "");
    assert!(list.lines().count() > 100);
    let id = list.lines().next().unwrap().split(' ').next().unwrap();
    let shown = clean(dir.path(), &["rules", "show", id], "");
    assert!(shown.starts_with(id) && shown.contains("takes") && shown.contains("leaves"), "{shown}");
    assert!(clean(dir.path(), &["rules", "comments"], "").lines().all(|l| l.starts_with("comments.")));
    fails(
        dir.path(),
        &["rules", "show", "coments"],
        b"",
        "there is no family or rule `coments`; did you mean `comments`?",
    );
    assert!(
        clean(dir.path(), &["rules", "--json", "comments"], "")
            .lines()
            .all(|l| serde_json::from_str::<serde_json::Value>(l).is_ok())
    );
}

const OWN: &str = "family = \"own\"\n\n[[rule]]\nid = \"own.plug\"\nmatch = \"line\"\nstrength = \"certain\"\nphrases = [\"Brought to you by the Ash Gazette\"]\nwhy = \"Our plug.\"\ntakes = [\"Brought to you by the Ash Gazette\"]\nleaves = [\"The lamp was brought to you by the Ash Gazette.\"]\n";

#[test]
fn own_rules_are_added_and_checked() {
    let dir = dir();
    let write = |source: &str| fs::write(dir.path().join("own.toml"), source).unwrap();
    write(OWN);
    let noisy = format!("{ARTICLE}\nBrought to you by the Ash Gazette\n");
    assert_eq!(clean(dir.path(), &["--rules", "own.toml"], &noisy), ARTICLE);
    let wrong = |from: &str, to: &str, words: &str| {
        assert!(OWN.contains(from));
        write(&OWN.replacen(from, to, 1));
        fails(dir.path(), &["--rules", "own.toml"], b"", &format!("own.toml:{words}"));
    };
    wrong("why = \"Our plug.\"\n", "", "3: missing field `why`; see docs/RULES.md for the keys");
    wrong("why = \"Our plug.\"", "why = \" \"", "3: rule `own.plug`: `why` is empty; say in one sentence what this is");
    wrong(
        "strength",
        "strenght",
        "6: unknown field `strenght`, expected one of `id`, `match`, `phrases`, `pattern`, `needs`, `strength`, `place`, `max_words`, `max_lines`, `prose`, `removes`, `action`, `with`, `enabled`, `why`, `takes`, `leaves`; see docs/RULES.md for the keys",
    );
    wrong(
        "takes = [\"Brought to you by the Ash Gazette\"]",
        "takes = []",
        "3: rule `own.plug`: `takes` is empty; give at least one text in which the rule must act",
    );
    wrong(
        "leaves = [\"The lamp was brought to you by the Ash Gazette.\"]",
        "leaves = []",
        "3: rule `own.plug`: `leaves` is empty; give at least one text that must stay",
    );
    wrong("own.plug", "plug", "3: rule `plug`: the id must be `own.` and a name of a-z, 0-9 and `-`");
    wrong(
        "phrases = [\"Brought to you by the Ash Gazette\"]",
        "phrases = [\"[Brought]\"]",
        "7: rule `own.plug`: phrase `[Brought]` has a form without a literal word; add one, or make a part required",
    );
    wrong(
        "phrases = [\"Brought to you by the Ash Gazette\"]",
        "phrases = []",
        "3: rule `own.plug`: `phrases` is empty; give at least one",
    );
    wrong(
        "takes = [\"Brought",
        "takes = [\"Bought",
        "3: rule `own.plug`: it should take \"Bought to you by the Ash Gazette\", but makes no claim there; add the wording to `phrases`, or correct the example",
    );
    wrong(
        "leaves = [\"The lamp was brought",
        "leaves = [\"Leave a Reply\", \"The lamp was brought",
        "3: rule `own.plug`: \"Leave a Reply\" must be left, but rule `comments.form-heading` takes \"Leave a Reply\"; narrow that rule, or correct the example",
    );
    let regex = |p: &str| {
        OWN.replace("match = \"line\"", "match = \"regex\"").replace(
            "phrases = [\"Brought to you by the Ash Gazette\"]",
            &format!("pattern = '{p}'\nneeds = [\"Gazette\"]"),
        )
    };
    write(&regex("x*"));
    fails(
        dir.path(),
        &["--rules", "own.toml"],
        b"",
        "own.toml:7: rule `own.plug`: the pattern matches the empty text; anchor it or demand a character",
    );
    write(&regex("(\\w{900}){900}"));
    fails(
        dir.path(),
        &["--rules", "own.toml"],
        b"",
        "own.toml:7: rule `own.plug`: the pattern does not compile: Compiled regex exceeds size limit of 4194304 bytes.",
    );
    write(&format!("{OWN}{}", OWN.replace("family = \"own\"\n", "")));
    fails(
        dir.path(),
        &["--rules", "own.toml"],
        b"",
        "own.toml:12: rule `own.plug`: the id is already taken at own.toml:3; choose another",
    );
    fails(
        dir.path(),
        &["--rules", "none.toml"],
        b"",
        "rule file `none.toml` cannot be read: no such file or directory",
    );
}

#[test]
fn figures_are_printed_when_asked_for() {
    let dir = dir();
    let output = dechaff(dir.path(), &["--stats=json"], noisy().as_bytes());
    let stats: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(
        (stats["documents"].as_u64(), stats["changed"].as_u64(), stats["lines"].as_u64()),
        (Some(1), Some(1), Some(7))
    );
    assert_eq!(stats["bytes_out"].as_u64(), Some(ARTICLE.len() as u64));
    assert_eq!(stats["families"]["comments"].as_u64(), Some(2));
    let output = dechaff(dir.path(), &["--stats"], noisy().as_bytes());
    assert!(String::from_utf8_lossy(&output.stderr).contains("documents  1 (1 changed, 100.0 %)"));
}

#[test]
fn large_documents_and_lines_pass_in_bounded_pieces() {
    let dir = dir();
    let long = "word ".repeat(1000);
    let output =
        dechaff(dir.path(), &["--max-document", "2K", "--stats=json"], format!("{long}\nLeave a Reply\n").as_bytes());
    assert_eq!(String::from_utf8_lossy(&output.stdout), format!("{long}\n"));
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        words.starts_with(
            "warning: -: document 1: a line of more than 2048 bytes passes as it is; --max-document sets the limit\n"
        ),
        "{words}"
    );
    assert!(words.contains("\"oversize\":1"), "{words}");
}

#[test]
fn one_place_holds_one_thing() {
    let dir = dir();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("a.txt"), noisy()).unwrap();
    fails(
        dir.path(),
        &["a.txt", "-o", "o", "--audit", "o"],
        b"",
        "`o` cannot be both the cleaned file and the audit trail; name another file",
    );
    fails(
        dir.path(),
        &["a.txt", "--audit", "a.txt"],
        b"",
        "`a.txt` is an input; name another file for what is written",
    );
    fails(
        dir.path(),
        &["a.txt", "a.txt", "--in-place"],
        b"",
        "`a.txt` cannot be both a cleaned file and a cleaned file; name another file",
    );
    fails(
        dir.path(),
        &["--title-field", "text"],
        b"",
        "field `text` cannot be both text and title; name another with --title-field",
    );
    assert_eq!(fs::read_to_string(path("a.txt")).unwrap(), noisy());
}

#[test]
fn one_file_of_a_trail_of_several_comes_back() {
    let dir = dir();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("a.txt"), noisy()).unwrap();
    fs::write(path("b.txt"), format!("{}x\n", noisy())).unwrap();
    clean(dir.path(), &["a.txt", "b.txt", "--in-place", "--audit", "t"], "");
    assert_eq!(
        clean(dir.path(), &["restore", "b.txt", "--audit", "t", "--source", "b.txt"], ""),
        format!("{}x\n", noisy())
    );
    fails(
        dir.path(),
        &["restore", "b.txt", "--audit", "t", "--source", "c.txt"],
        b"",
        "the audit trail knows no input `c.txt`; name it as it was named when it was cleaned",
    );
}

#[test]
fn records_of_two_files_do_not_meet_on_one_line() {
    let dir = dir();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("a.jsonl"), "{\"text\":\"a\"}").unwrap();
    fs::write(path("b.jsonl"), "{\"text\":\"b\"}").unwrap();
    clean(dir.path(), &["a.jsonl", "b.jsonl", "-o", "o", "--audit", "t"], "");
    assert_eq!(fs::read_to_string(path("o")).unwrap(), "{\"text\":\"a\"}\n{\"text\":\"b\"}");
    assert_eq!(clean(dir.path(), &["restore", "o", "--audit", "t"], ""), "{\"text\":\"a\"}{\"text\":\"b\"}");
}

#[test]
fn a_byte_order_mark_goes_with_its_record() {
    let dir = dir();
    let input = b"\xef\xbb\xbf{bad\n{\"text\":\"ok\"}\n";
    let pass = dechaff(dir.path(), &["-f", "jsonl", "--on-error", "pass", "-q"], input);
    assert_eq!(pass.stdout, input);
    let skip = dechaff(dir.path(), &["-f", "jsonl", "--on-error", "skip", "-q", "--audit", "t", "-o", "o"], input);
    assert_eq!(skip.status.code(), Some(0));
    assert_eq!(dechaff(dir.path(), &["restore", "o", "--audit", "t"], b"").stdout, input);
}

#[test]
fn what_begins_like_json_is_not_taken_for_text() {
    let dir = dir();
    let wrong = dechaff(dir.path(), &[], b"{\"text\":\"a\",\"m\":NaN}\n{\"text\":\"x &quot; y\"}\n");
    assert_eq!(wrong.status.code(), Some(2));
    assert_eq!(clean(dir.path(), &[], "\n{\"text\":\"x &quot; y\"}\n"), "\n{\"text\":\"x \\\" y\"}\n");
}

#[test]
fn many_layers_on_one_line_come_off() {
    let dir = dir();
    let prose = "The mayor spoke about it at length on Tuesday in the town.";
    let noisy = format!("{prose}{}\n\nLeave a Reply\n", " (Photo: Karel Winther/Osk Valley Post)".repeat(40));
    assert_eq!(clean(dir.path(), &[], &noisy), format!("{prose}\n"));
}

#[test]
fn cleaning_makes_no_separator() {
    let dir = dir();
    let prose = "It rained all day in the town of Ash, and the river rose by a metre.";
    let input = format!("{prose}\n-&#45;-\n{prose}\n");
    let output = dechaff(dir.path(), &["--separator", "\\n---\\n"], input.as_bytes());
    assert_eq!(String::from_utf8_lossy(&output.stdout), input);
    assert!(String::from_utf8_lossy(&output.stderr).contains("cleaning would make a separator; it passes as it is"));
}

#[test]
fn what_is_nothing_but_chrome_is_kept_dropped_or_marked() {
    let dir = dir();
    let wall = "{\"text\":\"Leave a Reply\\n\\nYour email address will not be published.\",\"n\":1}\n";
    let input =
        format!("{{\"text\":\"It rained.\"}}\n{wall}{{\"text\":\"\",\"dechaff\":\"empty\"}} \n{{\"text\":\"x\"}}");
    let run = |empty: &str| clean(dir.path(), &["-f", "jsonl", "--empty", empty, "--audit", "t"], &input);
    let back = |out: &str| {
        fs::write(dir.path().join("out"), out).unwrap();
        String::from_utf8(dechaff(dir.path(), &["restore", "out", "--audit", "t"], b"").stdout).unwrap()
    };
    let kept = run("keep");
    assert_eq!(kept, input.replace("Leave a Reply\\n\\nYour email address will not be published.", ""));
    assert_eq!(back(&kept), input);
    let marked = run("mark");
    assert_eq!(marked, kept.replace("\"n\":1}", "\"n\":1,\"dechaff\":\"empty\"}"));
    assert_eq!(back(&marked), input);
    assert_eq!(clean(dir.path(), &["-f", "jsonl", "--empty", "mark"], &marked), marked);
    let dropped = run("drop");
    assert_eq!(dropped, "{\"text\":\"It rained.\"}\n{\"text\":\"x\"}");
    let trail = fs::read_to_string(dir.path().join("t")).unwrap();
    assert!(trail.contains("\"rule\":\"dechaff.empty\"") && trail.contains("comments.form-heading"), "{trail}");
    assert_eq!(back(&dropped), input);
    // Texts, divided by form feeds.
    let texts = format!("{ARTICLE}\x0cLeave a Reply\n\x0c{ARTICLE}");
    assert_eq!(clean(dir.path(), &["--empty", "drop"], &texts), format!("{ARTICLE}\x0c{ARTICLE}"));
    fails(
        dir.path(),
        &["-f", "text", "--empty", "mark"],
        b"x",
        "`-` is text, which has no place for a mark; use --empty keep or drop, or --format jsonl",
    );
}

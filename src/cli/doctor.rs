//! cli/doctor: `mulu doctor`: checks a folder and the set-up before a run, and says what to mend.

use super::sources::open;
use super::worker::Limits;
use super::workers::Workers;
use super::write::{self, Lock};
use super::{Ended, Folder, print, tables};
use crate::check::Agreed;
use crate::corrections::Corrections;
use crate::error::Error;
use crate::ingest::{Input, Manifest, RawDocument, ingest, raw_document};
use crate::tables::decisions::Decisions;
use crate::tables::findings::Language;
use crate::tables::waivers::Waivers;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Checks a folder and the set-up, and says what to mend. Reads no document and writes no output.
#[derive(clap::Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    folder: Folder,
    /// Where normalized/ and reports/ are to be written.
    #[arg(long, default_value = ".")]
    out: PathBuf,
}

/// What was found, in English and Chinese.
enum Found {
    /// It is as it should be.
    Fine([String; 2]),
    /// A run works, but this is worth knowing.
    Note([String; 2]),
    /// A run fails, or leaves something out.
    Mend([String; 2]),
}
use Found::{Fine, Mend, Note};

impl Doctor {
    pub(super) fn run(self, language: Language, limits: Limits) -> Result<Ended, Error> {
        let mut found = Vec::new();
        match ingest(&self.folder.raw) {
            Ok(input) => {
                found.extend(folder(&input, &self.folder.raw));
                found.extend(officers(&input));
                found.push(workers(&input, limits));
            }
            Err(error) => found.push(Found::failed(&error)),
        }
        found.extend(out(&self.out, &self.folder.raw));
        print(&found.iter().map(|found| found.line(language)).collect::<String>())?;
        Ok(if found.iter().any(|found| matches!(found, Mend(_))) { Ended::WithFindings } else { Ended::Well })
    }
}

impl Found {
    /// A step that cannot be done.
    fn failed(error: &Error) -> Self {
        Mend([error.to_string(), error.in_chinese()])
    }

    fn line(&self, language: Language) -> String {
        let (heads, [english, chinese]) = match self {
            Fine(text) => (["fine", "正常"], text),
            Note(text) => (["note", "提示"], text),
            Mend(text) => (["mend", "须改"], text),
        };
        match (language, heads) {
            (Language::English, [head, _]) => format!("{head}  {english}\n"),
            (Language::Chinese, [_, head]) => format!("{head}  {chinese}\n"),
        }
    }
}

/// The documents as files.
fn folder(input: &Input, raw: &Path) -> Vec<Found> {
    let documents = &input.documents;
    let bytes: usize = documents.iter().map(|document| document.bytes.len()).sum();
    let mut found = Vec::new();
    found.push(match documents.len() {
        0 => Mend([
            format!("there are no documents in {}: put the files there", raw.display()),
            format!("文件夹{}中没有文件：请将文件放入其中", raw.display()),
        ]),
        count => {
            let (size, raw) = (bytes as f64 / 1e6, raw.display());
            Fine([format!("{count} documents, {size:.1} MB, in {raw}"), format!("{raw}中有{count}份文件，共{size:.1} MB")])
        }
    });
    for document in documents {
        let path = &document.path;
        if document.findings.iter().any(|finding| ["document-unreadable", "limit-reached"].contains(&finding.code.as_str())) {
            found.push(Mend([
                format!("{path} cannot be read, or not whole: look at its rights and its size"),
                format!("{path}无法读取或只能读出一部分：请检查其权限和大小"),
            ]));
        }
        if let Some([why, why_zh]) = bad_name(path) {
            found.push(Note([
                format!("{path}: {why}; name it otherwise before it goes to other machines"),
                format!("{path}：{why_zh}；拷到其他电脑前请改名"),
            ]));
        }
    }
    found.extend(copies(documents));
    let unknown = open(input).count();
    if unknown > 0 {
        found.push(Note([
            format!(
                "{unknown} documents are not in sources.toml, so their address and date are not known: `mulu sources` prints it to be filled in"
            ),
            format!("{unknown}份文件未列入 sources.toml，网址和日期不明：`mulu sources` 可生成待填写的内容"),
        ]));
    }
    found
}

/// Why a path is trouble on Windows, or between systems.
/// Source: Microsoft, "Naming Files, Paths, and Namespaces".
fn bad_name(path: &str) -> Option<[&'static str; 2]> {
    const RESERVED: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];
    path.split('/').find_map(|part| {
        let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
        let is_port = stem.len() == 4
            && ["COM", "LPT"].iter().any(|port| stem.starts_with(port))
            && stem.ends_with(|c: char| ('1'..='9').contains(&c));
        if RESERVED.contains(&stem.as_str()) || is_port {
            Some(["Windows keeps this name for a device", "Windows 将此名称保留给设备"])
        } else if part.ends_with(['.', ' ']) {
            Some(["Windows drops the dot or blank at the end", "Windows 会去掉名称末尾的点或空格"])
        } else if part.contains(|c: char| r#"<>:"|?*\"#.contains(c) || c.is_control()) {
            Some(["Windows allows no such character in a name", "Windows 名称不允许此类字符"])
        } else if part.contains(char::REPLACEMENT_CHARACTER) {
            Some(["its name is not Unicode, and is shown with �", "名称不是 Unicode，以 � 显示"])
        } else {
            None
        }
    })
}

/// Documents with the same bytes, and names that differ in case only.
fn copies(documents: &[RawDocument]) -> Vec<Found> {
    let mut by_bytes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut by_name: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for document in documents {
        by_bytes.entry(&document.sha256).or_default().push(&document.path);
        by_name.entry(document.path.to_lowercase()).or_default().push(&document.path);
    }
    let several = |names: &&Vec<&str>| names.len() > 1;
    let both = |names: &Vec<&str>| [names.join(", "), names.join("、")];
    let bytes = by_bytes.values().filter(several).map(|names| {
        let [names, names_zh] = both(names);
        Note([format!("the same bytes: {names}; keep one"), format!("内容完全相同：{names_zh}；请只留一份")])
    });
    let names = by_name.values().filter(several).map(|names| {
        let [names, names_zh] = both(names);
        Note([format!("one name on Windows and macOS: {names}"), format!("在 Windows 和 macOS 上同名：{names_zh}")])
    });
    bytes.chain(names).collect()
}

/// What officers wrote.
fn officers(input: &Input) -> Vec<Found> {
    let corrections = Corrections::parse("corrections.toml", input.corrections.as_deref().unwrap_or_default()).map(drop);
    let decisions = Decisions::parse("decisions.toml", input.decisions.as_deref().unwrap_or_default()).map(drop);
    let tables = tables(input);
    let known = tables.as_ref().map(|tables| Agreed::parse(&input.manifest, input.waivers.as_deref(), as_of(input), tables));
    let waivers = known.unwrap_or_else(|_| Ok(Agreed::default())).map(drop);
    let mut found: Vec<Found> = [tables.map(drop), corrections, decisions, waivers]
        .into_iter()
        .filter_map(Result::err)
        .map(|error| Found::failed(&error))
        .collect();
    if found.is_empty() {
        found.push(Fine(
            [
                "sources.toml, tables/, corrections.toml, decisions.toml and waivers.toml, as far as they are there",
                "sources.toml、tables/、corrections.toml、decisions.toml 和 waivers.toml（如有）",
            ]
            .map(str::to_owned),
        ));
    }
    found.extend(waived(input));
    found
}

fn as_of(input: &Input) -> Option<&str> {
    input.manifest.as_of.as_deref()
}

/// Waivers of documents that are not there, waivers that have ended, and waivers that a later one about the same replaces.
fn waived(input: &Input) -> Vec<Found> {
    let Ok(waivers) = Waivers::written("waivers.toml", input.waivers.as_deref().unwrap_or_default()) else { return Vec::new() };
    let mut found = Vec::new();
    for (index, waiver) in waivers.0.iter().enumerate() {
        let about = format!("waivers.toml: the waiver of {} in {}", waiver.code, waiver.source);
        let about_zh = format!("waivers.toml：对{}中{}的豁免", waiver.source, waiver.code);
        if !input.documents.iter().any(|document| document.id.as_str() == waiver.source) {
            found.push(Mend([format!("{about} names a document that is not there"), format!("{about_zh}所指文件不存在")]));
        }
        if as_of(input).is_some_and(|today| waiver.until.as_str() < today) {
            let until = &waiver.until;
            found.push(Note([
                format!("{about} has ended on {until}: its findings count again"),
                format!("{about_zh}已于{until}到期，相关问题重新计入"),
            ]));
        }
        if waivers.0.iter().skip(index + 1).any(|later| later.key() == waiver.key()) {
            found.push(Note([format!("{about} stands twice: the later one holds"), format!("{about_zh}重复，以后一条为准")]));
        }
    }
    found
}

/// Whether worker processes start: one is asked to decode an archive that is none.
fn workers(input: &Input, limits: Limits) -> Found {
    let asked = || {
        let tables = tables(input)?;
        let workers = Workers::new(&input.overlay, limits)?;
        let probe = raw_document("probe", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), &Manifest::default());
        let staged = workers.decoder()(&probe, &tables);
        Ok::<bool, Error>(staged.findings.iter().all(|finding| finding.code.as_str() != "decode-stopped"))
    };
    match asked() {
        Ok(true) => Fine(["worker processes start", "子进程可以启动"].map(str::to_owned)),
        Ok(false) => Mend(
            [
                "worker processes do not start: Word and Excel files cannot be read; the program must be allowed to start itself",
                "子进程无法启动：不能读取 Word 和 Excel 文件；须允许本程序启动自身",
            ]
            .map(str::to_owned),
        ),
        Err(error) => Found::failed(&error),
    }
}

/// The output folder.
fn out(out: &Path, raw: &Path) -> Vec<Found> {
    let mut found = Vec::new();
    let place = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let written: BTreeSet<PathBuf> = ["normalized", "reports"].iter().map(|name| place(out).join(name)).collect();
    if written.iter().any(|written| written.starts_with(place(raw)) || place(raw).starts_with(written)) {
        found.push(Mend(
            [
                "the outputs would stand among the documents, and be read as such by the next run: name another folder with --out",
                "输出会与文件混在一起，下次运行会被当作文件读入：请用 --out 指定其他文件夹",
            ]
            .map(str::to_owned),
        ));
    }
    match Lock::take(out) {
        Err(error) => found.push(Found::failed(&error)),
        Ok(_lock) if write::is_unfinished(out) => found.push(Note(
            ["the last run was stopped while it wrote; the next one finishes that", "上次运行在写出时中断，下次运行会完成"]
                .map(str::to_owned),
        )),
        Ok(_lock) => {
            let out = out.display();
            found.push(Fine([format!("{out} can be written, and no run is at work there"), format!("{out}可以写入，且没有其他运行")]));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::bad_name;

    #[test]
    fn names_that_windows_does_not_take_are_named() {
        for path in ["aux.txt", "a/NUL", "com1.docx", "目录?.xlsx", "a.", "b /c.txt", "\u{fffd}.txt"] {
            assert!(bad_name(path).is_some(), "{path}");
        }
        for path in ["auxiliary.txt", "目录.xlsx", "com.docx", "com10.txt", "a b/c.d.txt"] {
            assert!(bad_name(path).is_none(), "{path}: {:?}", bad_name(path));
        }
    }
}

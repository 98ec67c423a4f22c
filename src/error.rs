//! error: what stops a run, in both languages. Everything about the contents of a document is a finding instead.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A run could not go on.
pub struct Error(Box<Kind>);

enum Kind {
    File { doing: Doing, path: PathBuf, source: io::Error },
    Table { name: String, message: Message },
    Output { name: String, message: String },
    Usage(Message),
    Interrupted,
}

/// What was being done to a file or a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Reading a file.
    Read,
    /// Reading a folder.
    ReadFolder,
    /// Making a folder.
    MakeFolder,
    /// Writing a file.
    Write,
    /// Writing files into a folder.
    WriteInto,
    /// Removing a file or a folder.
    Remove,
    /// Keeping a file as it is.
    Keep,
    /// Locking a file, so that nobody else writes.
    Lock,
    /// Looking for items.jsonl in a folder.
    FindItems,
}

/// What is said, in English and Chinese.
pub struct Message([String; 2]);

impl From<String> for Message {
    /// What is said in one language alone: that of the run, or that of a parser.
    fn from(text: String) -> Self {
        Message([text.clone(), text])
    }
}

impl From<&str> for Message {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl From<[String; 2]> for Message {
    fn from(texts: [String; 2]) -> Self {
        Message(texts)
    }
}

impl From<[&str; 2]> for Message {
    fn from(texts: [&str; 2]) -> Self {
        Message(texts.map(str::to_owned))
    }
}

impl Error {
    /// `doing` something to `path` failed.
    pub fn file(doing: Doing, path: &Path, source: io::Error) -> Self {
        Error(Box::new(Kind::File { doing, path: path.to_owned(), source }))
    }

    /// The table `name` cannot be used.
    pub fn table(name: impl Into<String>, message: impl Into<Message>) -> Self {
        Error(Box::new(Kind::Table { name: name.into(), message: message.into() }))
    }

    /// What is said of `text`, which is no date, for the reason `why`; in English and in Chinese.
    pub fn no_date(text: &str, why: impl fmt::Display) -> [String; 2] {
        [format!("`{text}` is no date (YYYY-MM-DD): {why}"), format!("“{text}”不是日期，请写成 YYYY-MM-DD")]
    }

    /// The file `name` is not written as it must be; the parser says where.
    pub fn syntax(name: impl Into<String>, parser: impl fmt::Display) -> Self {
        Error::table(name, [parser.to_string(), format!("写法有误，解析程序的说明如下：\n{parser}")])
    }

    /// The output `name` cannot be made.
    pub fn output(name: impl Into<String>, message: impl fmt::Display) -> Self {
        Error(Box::new(Kind::Output { name: name.into(), message: message.to_string() }))
    }

    /// The command line asks for something that is not there.
    pub fn usage(message: impl Into<Message>) -> Self {
        Error(Box::new(Kind::Usage(message.into())))
    }

    /// The program was asked to end.
    pub fn interrupted() -> Self {
        Error(Box::new(Kind::Interrupted))
    }

    /// Whether the program was asked to end.
    pub fn is_interrupted(&self) -> bool {
        matches!(*self.0, Kind::Interrupted)
    }

    /// The error in Chinese; [`fmt::Display`] says it in English.
    pub fn in_chinese(&self) -> String {
        match &*self.0 {
            Kind::File { doing, path, source } => {
                let path = path.display().to_string();
                format!("无法{}：{}", doing.in_chinese(stream_in_chinese(&path)), reason_in_chinese(source))
            }
            Kind::Table { name, message: Message([_, message]) } => format!("{name}：{message}"),
            Kind::Output { name, message } => format!("无法生成 {name}：{message}"),
            Kind::Usage(Message([_, message])) => message.clone(),
            Kind::Interrupted => "已中断，输出文件保持原样".to_owned(),
        }
    }
}

impl Doing {
    fn in_english(self) -> &'static str {
        match self {
            Doing::Read => "read",
            Doing::ReadFolder => "read the folder",
            Doing::MakeFolder => "make the folder",
            Doing::Write => "write",
            Doing::WriteInto => "write into",
            Doing::Remove => "remove",
            Doing::Keep => "keep",
            Doing::Lock => "lock",
            Doing::FindItems => "find items.jsonl in",
        }
    }

    /// In Chinese, with what it was done to.
    fn in_chinese(self, path: &str) -> String {
        let verb = match self {
            Doing::FindItems => return format!("在“{path}”中找到 items.jsonl"),
            Doing::Read => "读取",
            Doing::ReadFolder => "读取文件夹",
            Doing::MakeFolder => "创建文件夹",
            Doing::Write => "写入",
            Doing::WriteInto => "写入文件夹",
            Doing::Remove => "删除",
            Doing::Keep => "保留",
            Doing::Lock => "锁定",
        };
        format!("{verb}“{path}”")
    }
}

fn stream_in_chinese(path: &str) -> &str {
    match path {
        "standard input" => "标准输入",
        "standard output" => "标准输出",
        path => path,
    }
}

/// Why the system refused; what it seldom says stays in its own words.
fn reason_in_chinese(source: &io::Error) -> String {
    let said = match source.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹",
        io::ErrorKind::PermissionDenied => "没有权限",
        io::ErrorKind::IsADirectory => "这是文件夹，不是文件",
        io::ErrorKind::NotADirectory => "这不是文件夹",
        io::ErrorKind::AlreadyExists => "已经存在",
        io::ErrorKind::StorageFull => "磁盘已满",
        io::ErrorKind::ReadOnlyFilesystem => "只能读，不能写",
        io::ErrorKind::InvalidData => "内容无法解读",
        io::ErrorKind::UnexpectedEof => "内容不完整",
        _ => return source.to_string(),
    };
    // What a parser says stays: it may name the place.
    source.get_ref().map_or_else(|| said.to_owned(), |own| format!("{said}（{own}）"))
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::File { doing, path, source } => write!(f, "could not {} {}: {source}", doing.in_english(), path.display()),
            Kind::Table { name, message: Message([message, _]) } => write!(f, "{name}: {message}"),
            Kind::Output { name, message } => write!(f, "could not make {name}: {message}"),
            Kind::Usage(Message([message, _])) => f.write_str(message),
            Kind::Interrupted => f.write_str("interrupted; the outputs are as they were"),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Kind::File { source, .. } => Some(source),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_said_in_both_languages() {
        let file = |doing| Error::file(doing, Path::new("a"), io::ErrorKind::NotFound.into());
        assert!(file(Doing::Read).to_string().starts_with("could not read a: "));
        assert_eq!(file(Doing::ReadFolder).in_chinese(), "无法读取文件夹“a”：没有这个文件或文件夹");
        assert_eq!(file(Doing::FindItems).in_chinese(), "无法在“a”中找到 items.jsonl：没有这个文件或文件夹");
        let broken = io::Error::new(io::ErrorKind::InvalidData, "line 3");
        assert_eq!(Error::file(Doing::Read, Path::new("a"), broken).in_chinese(), "无法读取“a”：内容无法解读（line 3）");
        let said = Error::usage(["no such place", "没有这个地区"]);
        assert_eq!((said.to_string().as_str(), said.in_chinese().as_str()), ("no such place", "没有这个地区"));
        assert_eq!(Error::syntax("a.toml", "line 1").to_string(), "a.toml: line 1");
        assert!(Error::syntax("a.toml", "line 1").in_chinese().starts_with("a.toml：写法有误"));
    }
}

//! # template-leftover
//! **What it says.** An entry of a list ends with a dash and the words for whom the service is.
//! **Why it matters.** It is left from the form or the file name that the list was made of; readers take it for a part of the material.
//! **Example.** 预测性分析报告-医疗机构, where the service is for 医疗机构.

use super::outcome::Outcome;
use super::scope::Scope;
use super::stretch::shown_part;
use super::{Check, Run};
use crate::field::Field;
use crate::finding::Finding;
use crate::text::{fold, is_han, trim};

pub(super) const CHECK: Check = Check { code: "template-leftover", version: 1, run: Run::Document(run) };

/// Shorter words behind a dash may be anything.
const SHORTEST: usize = 3;

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    let mut told = None;
    for piece in scope.pieces().filter(|piece| piece.field == Field::Materials) {
        let Some(item) = scope.document.items.get(piece.item) else { continue };
        let target = item.guide.service_target.value.as_deref().map(fold);
        match ending(piece.raw).filter(|end| target.as_deref() == Some(fold(trim_dash(end)).as_str())) {
            None => outcome.pass(),
            // Of one item the first is enough.
            Some(_) if told == Some(piece.item) => outcome.pass(),
            Some(end) => {
                told = Some(piece.item);
                let finding = Finding::new("template-leftover").with("end", end).with("target", trim_dash(end));
                outcome.fail(shown_part(finding.item(piece.item).field(piece.field), piece.raw, &piece.at, end));
            }
        }
    }
    outcome
}

/// The dash and the Chinese words behind it with which `raw` ends.
fn ending(raw: &str) -> Option<&str> {
    let text = trim(raw).trim_end_matches(['。', '；', ';', '，', ',']);
    let start = text.rfind(DASHES)?;
    let end = text.get(start..)?;
    let words = trim_dash(end);
    (start > 0 && words.chars().count() >= SHORTEST && words.chars().all(is_han)).then_some(end)
}

const DASHES: [char; 4] = ['-', '－', '—', '–'];

fn trim_dash(end: &str) -> &str {
    trim(end.trim_start_matches(DASHES))
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn a_target_behind_a_dash_is_told_once_an_item() {
        let guide = |material: &str| format!("（一）定点申请\n服务对象：医疗机构\n办理材料：{material}\n办理时限：即时办结\n");
        let told = "3: `-医疗机构` at the end only repeats for whom the service is (医疗机构)";
        assert_eq!(said(&[&guide("1.申请表；2.分析报告-医疗机构；3.制度文本-医疗机构；4.测试表")], "template-leftover"), [told]);
        for fine in ["1.申请表；2.医疗机构执业许可证", "1.申请表-复印件；2.测试表", "1.2020-2024年报告；2.测试表"]
        {
            assert_eq!(said(&[&guide(fine)], "template-leftover"), [""; 0], "{fine}");
        }
    }
}

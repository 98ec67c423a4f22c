//! # materials-by-office
//! **What it says.** What an applicant is to bring tells what an office gives instead.
//! **Why it matters.** Nobody learns what to bring, or that nothing is to be brought.
//! **Example.** 办理材料：市民政局提供名单，由医保部门申请补贴。

use super::outcome::Outcome;
use super::scope::{Scope, shown};
use super::{Check, Run};
use crate::evidence::State;
use crate::field::Field;
use crate::finding::Finding;

pub(super) const CHECK: Check = Check { code: "materials-by-office", version: 1, run: Run::Document(run) };

fn run(scope: &Scope) -> Outcome {
    let mut outcome = Outcome::default();
    for (index, item) in scope.items() {
        let texts = || item.guide.materials.iter().map(|material| &material.text);
        if texts().any(|text| text.state == State::Ambiguous) {
            outcome.leave_open();
            continue;
        }
        // A list of which one entry comes from an office still says what to bring.
        match item.guide.materials.as_slice() {
            [only] => {
                let said = only.text.value.as_deref().filter(|text| scope.tables.words.is_given_by_office(text));
                let finding = |said: &str| Finding::new("materials-by-office").with("name", item.title()).with("said", said);
                outcome.judge(said.map(|said| shown(finding(said).item(index).field(Field::Materials).actual(said), &only.text)));
            }
            [] => outcome.skip(),
            _ => outcome.pass(),
        }
    }
    outcome
}

#[cfg(test)]
mod tests {
    use crate::check::sample::said;

    #[test]
    fn what_an_office_gives_is_no_material() {
        let guide = |material: &str| format!("（一）救助对象参保补贴\n服务对象：特困人员\n办理材料：{material}\n办理时限：即时办结\n");
        let told = said(&[&guide("市民政局提供名单，由医保部门申请补贴。")], "materials-by-office");
        assert_eq!(told, ["3: the materials of `救助对象参保补贴` tell what an office gives: `市民政局提供名单，由医保部门申请补贴`"]);
        for fine in ["公安部门提供的户籍证明", "申请人身份证", "由用人单位提供劳动合同", "1.身份证；2.民政部门提供名单"]
        {
            assert!(said(&[&guide(fine)], "materials-by-office").is_empty(), "{fine}");
        }
    }
}

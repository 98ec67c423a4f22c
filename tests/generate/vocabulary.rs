//! vocabulary: the words of invented directories: services by combination, parents, places, authorities, laws, deadlines, channels.
//!
//! Every list is split in two halves: one to tune the reader on, one held out.

use super::random::Random;

/// Which half of the words a directory is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Half {
    /// Seen while the reader was made.
    Tuning,
    /// Never.
    HeldOut,
}

const POPULATIONS: &[&str] = &[
    "",
    "城乡居民",
    "",
    "企业职工",
    "残疾人",
    "老年人",
    "灵活就业人员",
    "特困人员",
    "退役军人",
    "孤儿",
    "高校毕业生",
    "低收入家庭",
    "外来务工人员",
    "未成年人",
    "失业人员",
    "优抚对象",
    "农村妇女",
    "独生子女家庭",
];
const OBJECTS: &[&str] = &[
    "养老保险",
    "医疗救助",
    "临时救助",
    "护理补贴",
    "住房公积金",
    "就业困难",
    "创业担保贷款",
    "殡葬补助",
    "高龄津贴",
    "取暖补助",
    "社会保障卡",
    "居住证",
    "户口迁移",
    "出生医学证明",
    "婚姻登记档案",
    "法律援助",
    "公证事项",
    "人民调解",
    "食品经营许可",
    "药品零售许可",
    "小作坊备案",
    "校车使用许可",
    "民办学校办学",
    "义务教育入学",
    "学籍变动",
    "教师资格",
    "土地征收补偿",
    "宅基地用地",
    "农机购置补贴",
    "耕地地力保护补贴",
    "种子生产经营",
    "动物防疫条件",
    "安全生产许可",
    "危险化学品经营",
    "消防安全检查",
    "烟花爆竹零售",
    "排污许可",
    "建设项目环评",
    "水土保持方案",
    "取水许可",
    "林木采伐",
    "公共租赁住房",
    "物业维修资金",
    "不动产权属",
    "计划生育奖励",
    "疫苗接种",
    "传染病防控",
    "职业病诊断",
    "工伤认定",
    "失业保险金",
    "生育津贴",
    "门诊慢特病",
    "异地就医",
    "药店协议",
];
const ACTIONS: &[&str] = &[
    "登记",
    "申请",
    "变更",
    "备案",
    "查询",
    "发放",
    "认定",
    "审核",
    "补办",
    "注销",
    "转移",
    "核定",
    "支付",
    "报销",
    "申领",
    "评估",
    "公示",
    "调整",
    "终止",
    "复核",
    "延续",
    "受理",
    "资格确认",
    "信息变更",
    "待遇核准",
    "费用结算",
];
const QUALIFIERS: &[&str] = &["", "", "（首次）", "", "", "一次性", "", "年度", "", "跨省", "", "网上", "", "（到期）", "", "省内"];
const PLAIN_NAMES: &[&str] = &[
    "机构职能",
    "政策法规",
    "办事指南",
    "政策解读",
    "工作动态",
    "领导简历",
    "重大项目",
    "抽检信息",
    "监督检查",
    "审批结果",
    "行政处罚",
    "收费项目",
    "工作流程",
    "年度报告",
    "人事任免",
    "财政预决算",
    "救助标准",
    "投诉举报",
    "权责清单",
    "应急预案",
];
const PARENT_ENDS: &[&str] = &["服务", "管理", "保障", "业务", "工作", "公共服务", "事务", "监管"];
const PARENT_PLAIN: &[&str] = &[
    "综合业务",
    "政策文件",
    "监督检查",
    "公共服务",
    "行政许可",
    "行政处罚",
    "社会救助",
    "机构信息",
    "便民事项",
    "重点领域",
    "业务工作",
    "其他事项",
];
const CATEGORIES: &[&str] =
    &["综合政务", "公共服务", "民生保障", "社会事业", "市场监管", "城乡建设", "农业农村", "政务服务", "基层治理", "生态环境"];
const ELEMENTS: &[&str] = &[
    "事项名称",
    "事项简述",
    "办理材料",
    "办理方式",
    "办理时限",
    "结果送达",
    "收费依据及标准",
    "办事时间",
    "办理机构及地点",
    "咨询查询途径",
    "监督投诉渠道",
    "申请条件",
    "办理流程",
    "服务对象",
    "受理条件",
    "联系方式",
    "政策依据",
    "补贴标准",
    "发放名单",
    "评审结果",
    "检查对象",
    "处罚决定",
    "补偿方案",
    "项目概况",
    "资金用途",
    "工作职责",
    "机关名称",
    "办公地址",
    "负责人姓名",
    "审批流程",
    "许可证编号",
    "有效期限",
];
const SENTENCES: &[&str] = &[
    "依据“三定”方案确定的本部门职责",
    "本级政府及部门印发的相关政策文件",
    "对政策文件的解读材料和常见问题的回应",
    "年度抽检计划及抽检结果，包括合格与不合格产品名单",
    "申请人基本情况、审核意见以及公示结果",
    "上级部门下发的通知和本地的实施细则",
    "补助资金的分配方案、使用情况和绩效评价",
    "救助对象的人数、标准和资金支出总量",
    "行政处罚的当事人、违法事实、处罚种类和结果",
    "重大决策的草案、征求意见的渠道和期限",
];
const LAW_SUBJECTS: &[&str] = &[
    "政府信息公开",
    "社会保险",
    "社会救助",
    "残疾人保障",
    "老年人权益保障",
    "未成年人保护",
    "义务教育",
    "食品安全",
    "药品管理",
    "安全生产",
    "环境保护",
    "水资源管理",
    "土地管理",
    "农产品质量安全",
    "动物防疫",
    "消防",
    "职业病防治",
    "工伤保险",
    "失业保险",
    "法律援助",
    "婚姻登记",
    "殡葬管理",
    "户口登记",
    "居住证",
    "行政许可",
    "行政处罚",
];
const LAW_ENDS: &[&str] = &["条例", "法", "办法", "暂行条例", "实施细则", "管理规定"];
const LAW_NUMBERS: &[&str] =
    &["", "", "（国务院令第{n}号）", "", "（国令第{n}号）", "", "（国发〔20{y}〕{k}号）", "（民发〔20{y}〕{k}号）"];
const DEADLINES: &[&str] = &[
    "自信息形成或者变更之日起{n}个工作日内",
    "信息形成（变更）{n}个工作日内",
    "公开事项信息形成或变更之日起{n}个工作日内公开",
    "自该政府信息形成或者变更之日起{n}个工作日内及时公开",
    "制定或获取信息之日起{n}个工作日内",
    "及时公开",
    "信息形成后{n}个工作日内公开",
    "自制作或获取该信息之日起{n}个工作日内",
    "按年公开",
    "实时公开",
    "批复后{n}日内",
    "信息产生后的{n}日内",
    "按进展情况及时公开",
    "自收到申请之日起{n}个工作日内予以公开",
    "长期公开",
    "行政处罚决定形成之日起{n}个工作日内",
];
const FIRST: &[&str] = &["青", "云", "石", "白", "龙", "金", "清", "永", "安", "东", "南", "平"];
const SECOND: &[&str] = &["溪", "岭", "河", "塘", "泉", "湾", "丰", "和", "阳", "原", "坪", "桥"];
const AUTHORITIES: &[&str] = &[
    "医保局",
    "民政局",
    "人力资源和社会保障局",
    "教育局",
    "卫生健康局",
    "应急管理局",
    "农业农村局",
    "市场监督管理局",
    "司法局",
    "自然资源局",
    "公安局",
    "残联",
];
/// The channels of the standard, in its order.
pub(crate) const CHANNELS: &[&str] = &[
    "政府网站",
    "政府公报",
    "两微一端",
    "发布会/听证会",
    "广播电视",
    "纸质媒体",
    "公开查阅点",
    "政务服务中心",
    "便民服务站",
    "入户/现场",
    "社区/企事业单位/村公示栏（电子屏）",
    "精准推送",
    "其他",
];

/// The words of one directory.
#[derive(Clone, Debug)]
pub(crate) struct Vocabulary {
    half: Half,
    /// The county it is about.
    pub(crate) place: String,
}

impl Vocabulary {
    /// Words of `half`, for a place of their own.
    pub(crate) fn new(half: Half, random: &mut Random) -> Self {
        let mut words = Vocabulary { half, place: String::new() };
        words.place = words.settlement(random);
        words
    }

    fn of<'a>(&self, list: &'a [&'a str], random: &mut Random) -> &'a str {
        let parity = usize::from(self.half == Half::HeldOut);
        list[2 * random.below(list.len() / 2) + parity]
    }

    fn settlement(&self, random: &mut Random) -> String {
        format!("{}{}", self.of(FIRST, random), self.of(SECOND, random))
    }

    /// A service by combination, or a plain name.
    pub(crate) fn name(&self, random: &mut Random) -> String {
        if random.chance(15) {
            let about = if random.chance(50) { self.of(OBJECTS, random) } else { "" };
            return format!("{about}{}", self.of(PLAIN_NAMES, random));
        }
        if random.chance(3) {
            return format!("出具《{}凭证》", self.of(OBJECTS, random));
        }
        let qualifier = self.of(QUALIFIERS, random);
        let (before, behind) = if qualifier.starts_with('（') { ("", qualifier) } else { (qualifier, "") };
        format!("{before}{}{}{}{behind}", self.of(POPULATIONS, random), self.of(OBJECTS, random), self.of(ACTIONS, random))
    }

    /// What several services belong to.
    pub(crate) fn parent(&self, random: &mut Random) -> String {
        if random.chance(30) {
            return self.of(PARENT_PLAIN, random).into();
        }
        format!("{}{}{}", self.of(POPULATIONS, random), self.of(OBJECTS, random), self.of(PARENT_ENDS, random))
    }

    /// What several parents belong to.
    pub(crate) fn category(&self, random: &mut Random) -> String {
        self.of(CATEGORIES, random).into()
    }

    /// What is published: a list of elements.
    pub(crate) fn elements(&self, random: &mut Random) -> Vec<String> {
        let count = random.within(3, 9);
        let mut all: Vec<&str> = ELEMENTS.iter().copied().skip(usize::from(self.half == Half::HeldOut)).step_by(2).collect();
        random.shuffle(&mut all);
        all.into_iter().take(count).map(String::from).collect()
    }

    /// What is published: a sentence.
    pub(crate) fn sentence(&self, random: &mut Random) -> String {
        self.of(SENTENCES, random).into()
    }

    /// One to three laws, with and without numbers.
    pub(crate) fn basis(&self, random: &mut Random) -> String {
        let count = random.within(1, 3);
        let laws: Vec<String> = (0..count).map(|_| self.law(random)).collect();
        laws.join(if random.chance(80) { "、" } else { "" })
    }

    fn law(&self, random: &mut Random) -> String {
        let country = if random.chance(40) { "中华人民共和国" } else { "" };
        let number = self.of(LAW_NUMBERS, random);
        let number = number.replace("{n}", &random.within(201, 779).to_string());
        let number = number.replace("{y}", &random.within(10, 23).to_string()).replace("{k}", &random.within(1, 99).to_string());
        format!("《{country}{}{}》{number}", self.of(LAW_SUBJECTS, random), self.of(LAW_ENDS, random))
    }

    /// When it must be published.
    pub(crate) fn deadline(&self, random: &mut Random) -> String {
        let days = *random.pick(&[3, 5, 7, 10, 15, 20, 20, 20, 30]);
        self.of(DEADLINES, random).replace("{n}", &days.to_string())
    }

    /// Who publishes it.
    pub(crate) fn publisher(&self, random: &mut Random) -> String {
        let authority = self.of(AUTHORITIES, random);
        match random.below(5) {
            0 => format!("县{authority}"),
            1 => format!("{}镇人民政府", self.settlement(random)),
            2 => format!("县{authority}、各乡镇人民政府"),
            _ => format!("{}县{authority}", self.place),
        }
    }

    /// Where it is published; every directory has a way to write it.
    pub(crate) fn channels(&self, way: ChannelWay, random: &mut Random) -> String {
        let chosen: Vec<bool> = CHANNELS.iter().enumerate().map(|(index, _)| index == 0 || random.chance(15)).collect();
        let with = |checked: &str, open: &str, between: &str| {
            let texts = CHANNELS.iter().zip(&chosen).map(|(channel, chosen)| format!("{}{channel}", if *chosen { checked } else { open }));
            texts.collect::<Vec<_>>().join(between)
        };
        let named: Vec<&str> = CHANNELS.iter().zip(&chosen).filter(|(_, chosen)| **chosen).map(|(channel, _)| *channel).collect();
        match way {
            ChannelWay::Boxes => with("■", "□", " "),
            ChannelWay::TightBoxes => with("■", "□", ""),
            ChannelWay::Leaked => with("þ ", "□ ", " "),
            ChannelWay::Checked => named.iter().map(|channel| format!("■{channel}")).collect::<Vec<_>>().join(" "),
            ChannelWay::Named => named.join("、"),
        }
    }
}

/// How a directory writes its channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ChannelWay {
    /// All with boxes, a blank between.
    Boxes,
    /// All with boxes, nothing between.
    TightBoxes,
    /// The checked box of a lost symbol font.
    Leaked,
    /// The checked ones with their boxes.
    Checked,
    /// Names alone.
    Named,
}

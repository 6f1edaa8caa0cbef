import { exportParts, exportRemarks } from './export-remarks.ko.ts';
import { importFaults } from './import-faults.ko.ts';
import { importRemarks } from './import-remarks.ko.ts';

/** Korean. Exactly the keys of English (`texts.ts` checks it), without `_one`: Korean has one plural form. */
export const ko = {
  bases: {
    available: '상담 가능',
    busy: '업무 중',
    'busy-dnd': '업무 중 – 방해 금지',
    away: '자리 비움',
    offline: '오프라인',
  },
  systemStatuses: {
    available: '상담 가능',
    busy: '업무 중',
    'busy-dnd': '방해 금지',
    away: '자리 비움',
    offline: '오프라인',
    missed: '요청 미응답',
  },
  links: { connected: '연결됨', unsteady: '불안정', lost: '끊김' },
  pools: { primary: '기본', interruptible: '중단 가능' },
  channelKinds: {
    chat: '채팅',
    messaging: '메시징',
    voice: '전화',
    email: '이메일',
    case: '케이스',
    lead: '리드',
    custom: '사용자 지정 레코드',
  },
  routingModels: {
    'least-active': '진행 업무가 가장 적은 상담사',
    'most-available': '여유가 가장 많은 상담사',
    external: '외부 라우팅',
  },
  roles: { agent: '상담사', supervisor: '슈퍼바이저', admin: '시스템 관리자' },
  workItemStates: {
    queued: '대기 중',
    offered: '배정 요청 중',
    open: '진행 중',
    'on-hold': '보류 중',
    'wrapping-up': '후처리 중',
    closed: '종료',
    cancelled: '취소됨',
  },
  agentWorkStates: {
    offered: '배정 요청 중',
    opened: '진행 중',
    'wrap-up': '후처리 중',
    closed: '종료',
    declined: '거절',
    'declined-on-push-time-out': '미응답',
    withdrawn: '요청 철회',
    unavailable: '대기열로 반환',
    superseded: '다른 상담사에게 배정',
    transferred: '이관 완료',
    failed: '연결 실패',
  },
  endedBy: {
    agent: '상담사가 종료',
    customer: '고객이 종료',
    supervisor: '슈퍼바이저가 종료',
    system: '시스템이 종료',
  },
  /** Alerts of a supervisor. */
  alerts: {
    'help-wanted': '{{agent}} 님이 {{customer}} 고객님 업무에 도움을 요청합니다.',
    'missed-in-a-row': '{{agent}} 님이 요청 {{misses}}건을 연속으로 놓쳤습니다.',
    'service-level-critical': '{{queue}}의 서비스 수준이 위험합니다: {{percent}} %.',
  },
  setBy: {
    you: '직접 설정',
    system: '시스템이 설정',
    supervisor: '{{name}} 님이 설정',
  },
  presenceReasons: {
    manual: '직접 선택',
    tray: '트레이에서 선택',
    'next-status': '예약한 다음 상태',
    login: '로그인',
    decline: '요청 거절',
    'push-time-out': '요청 미응답',
    'auto-load': '업무량에 따라 자동 변경',
    schedule: '설정한 시간 종료',
    idle: '장시간 미사용',
    lock: '화면 잠금',
    suspend: '절전 모드',
    'link-lost': '연결 끊김',
    'link-restored': '연결 복구',
    supervisor: '슈퍼바이저가 변경',
    configuration: '설정 변경',
    'sign-out': '로그아웃',
  },
  presenceChanges: {
    manual: '현재 상태는 ‘{{status}}’입니다.',
    tray: '현재 상태는 ‘{{status}}’입니다.',
    'next-status': '진행 중이던 업무가 끝나 예약한 다음 상태로 바뀌었습니다: {{status}}',
    login: '로그인했습니다. 현재 상태는 ‘{{status}}’입니다.',
    decline: '{{customer}} 고객님의 요청을 거절하여 ‘{{status}}’ 상태로 바뀌었습니다.',
    'push-time-out':
      '{{customer}} 고객님의 요청에 {{waitedSeconds}}초 동안 응답하지 않아 ‘{{status}}’ 상태로 바뀌었습니다.',
    'auto-load': '진행 중인 업무량에 따라 ‘{{status}}’ 상태로 표시됩니다.',
    schedule: '설정한 시간이 끝나 다시 ‘{{status}}’ 상태로 돌아왔습니다.',
    idle: '한동안 컴퓨터를 사용하지 않아 ‘{{status}}’ 상태로 바뀌었습니다.',
    lock: '화면이 잠겨 ‘{{status}}’ 상태로 바뀌었습니다.',
    suspend: '컴퓨터가 절전 모드로 전환되어 ‘{{status}}’ 상태로 바뀌었습니다.',
    'link-lost': '연결이 오랫동안 끊겨 ‘{{status}}’ 상태로 바뀌었습니다.',
    'link-restored': '연결이 복구되었습니다. 현재 상태는 ‘{{status}}’입니다.',
    supervisor: '{{name}} 님이 내 상태를 변경했습니다. 현재 상태는 ‘{{status}}’입니다.',
    configuration: '시스템 관리자가 설정을 변경하여 ‘{{status}}’ 상태로 바뀌었습니다.',
    'sign-out': '로그아웃했습니다.',
  },
  reasons: {
    'not-signed-in': '로그인하지 않은 상태입니다. 로그인하면 업무를 받을 수 있습니다.',
    'link-not-connected':
      '연결 상태: $t(links.{{link}}). 연결이 안정되면 다시 업무가 배정됩니다. 계속되면 네트워크를 확인하세요.',
    'base-not-allowed':
      '‘$t(bases.{{base}})’ 상태에서는 {{channel}} 업무를 받을 수 없습니다. 이 채널이 허용하는 상태를 선택하세요.',
    'base-not-allowed_general':
      '‘$t(bases.{{base}})’ 상태에서는 업무를 받을 수 없습니다. 다른 상태를 선택하세요.',
    'status-not-open':
      '현재 상태에서는 {{channel}} 채널이 열려 있지 않습니다. 이 채널이 열려 있는 상태를 선택하세요.',
    'status-not-open_general':
      '현재 상태에서는 열려 있는 채널이 없습니다. 이름 아래에 채널이 표시된 상태를 선택하세요.',
    'not-a-member': '{{queue}} 대기열의 구성원이 아닙니다. 시스템 관리자에게 추가를 요청하세요.',
    'not-a-member_general': '소속된 대기열이 없습니다. 시스템 관리자에게 대기열 추가를 요청하세요.',
    'asks-for-another-agent':
      '{{agent}} 님만 처리할 수 있는 업무입니다. 슈퍼바이저가 다른 상담사에게 배정할 수 있습니다.',
    'asks-for-another-agent_profile':
      '{{profile}} 프로필의 상담사만 처리할 수 있는 업무입니다. 슈퍼바이저가 다른 상담사에게 배정할 수 있습니다.',
    'no-room':
      '수용력이 부족합니다. 필요 {{needs}}, 사용 중 {{used}} / {{capacity}} ($t(pools.{{pool}})). 진행 중인 업무를 먼저 마무리하세요.',
    'no-room_general':
      '수용력을 모두 사용 중입니다. 사용 중 {{used}} / {{capacity}} ($t(pools.{{pool}})). 진행 중인 업무를 마무리하면 새 업무를 받을 수 있습니다.',
    'too-many-open': '진행 중인 업무가 {{open}}건입니다(최대 {{most}}건). 끝난 업무를 종료하세요.',
    'one-at-a-time': '아직 응답하지 않은 요청이 있습니다. 그 요청에 먼저 응답하세요.',
    excluded:
      '조금 전에 거절했거나 응답하지 않은 업무입니다. 받을 수 있는 다른 상담사가 있으면 그 상담사에게 배정됩니다.',
    'external-routing': '외부 시스템에서 배정하는 업무이므로 여기에서는 배정되지 않습니다.',
  },
  whyNoWork: {
    nothing: '현재 ‘{{status}}’ 상태이며, 대기 중인 업무가 없습니다.',
    waiting_other: '내 대기열에서 {{count}}건이 대기 중입니다.',
  },
  errors: {
    NOT_SIGNED_IN: '로그인하지 않았거나 로그인이 만료되었습니다. 다시 로그인하세요.',
    WRONG_CREDENTIALS: '사용자 이름 또는 비밀번호가 올바르지 않습니다. 확인한 뒤 다시 시도하세요.',
    NOT_ALLOWED: '이 작업을 할 권한이 없습니다. 필요하면 시스템 관리자에게 문의하세요.',
    SCOPE_MISSING: '이 API 키로는 할 수 없습니다. 시스템 관리자가 범위가 더 넓은 키를 만들 수 있습니다.',
    SCOPE_MISSING_named:
      '이 API 키로는 할 수 없습니다. {{scope}} 범위가 필요하며, 시스템 관리자가 그런 키를 만들 수 있습니다.',
    NOT_FOUND: '더 이상 존재하지 않는 항목입니다. 페이지를 새로 고쳐 확인하세요.',
    INVALID_INPUT: '저장할 수 없는 값이 있습니다. 표시된 항목을 확인하세요.',
    'INVALID_INPUT_not-an-address': '허브 주소가 아닙니다. https://hub.example.com 같은 형식으로 입력하세요.',
    'INVALID_INPUT_no-credentials-in-address':
      '주소에는 이름과 비밀번호를 넣지 마세요. 아래 칸에 따로 입력하면 됩니다.',
    'INVALID_INPUT_https-needed':
      '네트워크에서는 https로만 허브에 연결할 수 있습니다. 비밀번호가 암호화되지 않은 채로 전송되면 안 됩니다.',
    TOO_LARGE: '크기가 너무 큽니다. 크기를 줄여 다시 시도하세요.',
    TOO_MANY: '시도 횟수가 너무 많습니다. 1분 뒤에 다시 시도하세요.',
    TOO_LATE: '응답이 도착하기 전에 요청이 철회되었습니다. 추가로 하실 일은 없습니다.',
    TOO_LATE_taken: '{{owner}} 님이 이미 맡은 업무입니다. 추가로 하실 일은 없습니다.',
    VERSION_CONFLICT: '그 사이 다른 사용자가 내용을 변경했습니다. 최신 내용을 확인한 뒤 다시 수정하세요.',
    IN_USE: '아직 사용 중입니다. 사용하는 곳을 먼저 변경한 뒤 삭제하세요.',
    IN_USE_named: '아직 사용 중입니다: {{by}}. 먼저 변경한 뒤 삭제하세요.',
    NAME_TAKEN: '이미 사용 중인 이름입니다. 다른 이름을 선택하세요.',
    NAME_TAKEN_named: '“{{name}}”은(는) 이미 사용 중인 이름입니다. 다른 이름을 선택하세요.',
    SYSTEM_RECORD: '제품과 함께 제공된 항목입니다. 변경하거나 삭제할 수 없으며 채널만 추가할 수 있습니다.',
    WOULD_MOVE: '다른 구성에서 빠지게 되는 사용자가 있습니다. 먼저 확인해 주세요.',
    WOULD_MOVE_named: '{{names}} 님이 다른 구성에서 빠지게 됩니다. 먼저 확인해 주세요.',
    LAST_ADMIN: '다른 관리자가 없습니다. 먼저 다른 사람을 관리자로 지정하세요.',
    STATUS_NOT_GRANTED:
      '사용 권한이 없는 상태입니다. 목록에 있는 상태를 선택하거나 시스템 관리자에게 문의하세요.',
    STATUS_INACTIVE: '더 이상 사용하지 않는 상태입니다. 다른 상태를 선택하세요.',
    STATUS_NOT_CHOOSABLE: '시스템이나 슈퍼바이저만 설정할 수 있는 상태입니다. 다른 상태를 선택하세요.',
    OPEN_WORK:
      '진행 중인 대화가 있습니다. 대화를 마치거나, 대기열로 넘기거나, 이 상태를 다음 상태로 예약하세요.',
    NO_OPEN_WORK: '진행 중인 업무가 없어 다음 상태를 예약할 수 없습니다. 상태를 바로 선택하세요.',
    DECLINE_NOT_ALLOWED: '이 요청은 거절할 수 없습니다. 수락하거나 슈퍼바이저에게 도움을 요청하세요.',
    DECLINE_REASON_REQUIRED: '거절 사유를 선택하세요.',
    DECLINE_REASON_UNKNOWN: '목록에서 삭제된 거절 사유입니다. 다른 사유를 선택하세요.',
    START_USED: '다른 곳에서 시작했거나 시작한 지 오래된 채팅입니다. 새 채팅을 시작해 주세요.',
    IDENTITY_INVALID: '사이트의 고객 서명을 확인할 수 없습니다. 사이트에 다시 로그인해 주세요.',
    CONVERSATION_ENDED: '이미 종료된 대화에는 메시지를 보낼 수 없습니다.',
    CONVERSATION_RUNNING: '아직 진행 중인 대화입니다. 먼저 대화를 종료하세요.',
    NOT_A_CONVERSATION: '대화가 없는 업무입니다. 메모를 이용하세요.',
    NO_EXTENSION_LEFT: '후처리 시간을 더 연장할 수 없습니다. 시간이 끝나기 전에 메모를 저장하세요.',
    WRAP_UP_OVER: '후처리 시간이 이미 끝났습니다. 작성한 메모는 저장되어 있습니다.',
    DESTINATION_NOT_ALLOWED: '이관할 수 없는 대상입니다. 목록에서 대상을 선택하세요.',
    DESTINATION_NOT_SIGNED_IN:
      '로그인하지 않은 상담사에게는 이관할 수 없습니다. 다른 상담사나 대기열을 선택하세요.',
    OUTSIDE_YOUR_TEAM: '담당하는 대기열과 프로필에 속하지 않습니다.',
    AGENT_NOT_ROUTABLE:
      '지금은 이 상담사에게 배정할 수 없습니다. 로그인하지 않았거나, 연결이 끊겼거나, 이 업무를 받지 않는 상태입니다.',
    AGENT_NOT_ROUTABLE_named:
      '지금은 {{name}} 님에게 배정할 수 없습니다. 로그인하지 않았거나, 연결이 끊겼거나, 이 업무를 받지 않는 상태입니다.',
    OVER_CAPACITY: '이 상담사의 처리 용량을 넘습니다. 그래도 배정하려면 확인해 주세요.',
    OVER_CAPACITY_named:
      '{{name}} 님의 처리 용량 {{capacity}}을(를) {{over}}만큼 넘습니다. 그래도 배정하려면 확인해 주세요.',
    MEMBER_BY_PROFILE: '사용자 프로필에서 온 소속입니다. 프로필에서 변경하세요.',
    MEMBER_BY_PROFILE_named:
      '{{name}} 님은 사용자 프로필을 통해 {{queue}}에 속해 있습니다. 프로필에서 변경하세요.',
    TRANSFER_RUNNING: '응답을 기다리는 이관이 있습니다. 먼저 그 이관을 취소하세요.',
    END_IN_THE_PAST: '이미 지난 시각입니다. 이후 시각을 선택하세요.',
    OUTCOME_UNKNOWN: '이 대기열의 처리 결과 목록에 없는 값입니다. 목록에서 선택하세요.',
    QUEUE_CLOSED:
      '지금은 이 대기열에서 새 업무를 받지 않습니다. 나중에 다시 시도하거나 다른 대기열을 이용하세요.',
    URL_NOT_ALLOWED:
      'OnQueue가 보낼 수 없는 주소입니다. 사용자 이름이 없고 링크 로컬 네트워크가 아닌 http 또는 https 주소를 입력하세요.',
    SOUND_UNKNOWN: '여기에서 재생할 수 없는 파일입니다. AAC, FLAC, MP3, OGG, OPUS 또는 WAV를 사용하세요.',
    SOUND_TOO_LONG: '소리가 너무 깁니다. 최대 30초까지 사용할 수 있습니다.',
    TAKES_TOO_LONG: '지금은 조회에 시간이 너무 오래 걸립니다. 기간을 줄이거나 잠시 후 다시 시도하세요.',
    LINK_LOST: '연결이 끊겨 다시 연결하고 있습니다. 연결이 복구되면 다시 시도하세요.',
    HUB_FAILED: '이 컴퓨터의 허브를 시작하지 못했습니다. 자세한 내용은 로그(hub.log)에 있습니다.',
    HUB_FAILED_said: '이 컴퓨터의 허브를 시작하지 못했습니다: {{words}}',
    HUB_UNREACHABLE: '허브에 연결할 수 없습니다. 네트워크와 허브 주소를 확인하세요.',
    NO_HUB_THERE: '이 주소에서 응답은 왔지만 OnQueue 허브가 아닙니다. 주소를 확인하세요.',
    HUB_TOO_OLD:
      '이 허브는 사용 중인 OnQueue보다 오래되어 서로 통신할 수 없습니다. 관리자에게 허브 업데이트를 요청하세요.',
    HUB_TOO_NEW:
      '이 허브는 사용 중인 OnQueue보다 새 버전이라 서로 통신할 수 없습니다. OnQueue를 업데이트하거나 관리자에게 문의하세요.',
    CERTIFICATE_UNKNOWN:
      '이 컴퓨터가 신뢰하는 기관에서 발급한 인증서가 아닙니다. 신뢰하기 전에 지문을 확인하세요.',
    CERTIFICATE_CHANGED:
      '허브의 인증서가 이전에 신뢰한 것과 다릅니다. 누군가 통신을 엿보고 있을 수 있습니다. 인증서가 갱신되었다고 관리자가 확인해 준 경우에만 계속하세요.',
    CERTIFICATE_INVALID:
      '허브의 인증서가 올바르지 않습니다. 아무것도 보내지 않았습니다. 관리자에게 문의하세요.',
    CERTIFICATE_INVALID_expired:
      '허브의 인증서가 만료되었습니다. 아무것도 보내지 않았습니다. 관리자에게 문의하세요.',
    'CERTIFICATE_INVALID_another-name':
      '입력한 주소와 다른 주소의 인증서입니다. 아무것도 보내지 않았습니다. 주소를 확인하세요.',
    PASSWORD_WEAK: '추측하기 쉬운 비밀번호입니다. 서로 관련 없는 단어를 여러 개 이어 더 길게 만드세요.',
    PASSWORD_WEAK_short: '비밀번호는 {{least}}자 이상이어야 합니다. 띄어 쓴 여러 단어도 좋습니다.',
    PASSWORD_WEAK_name: '비밀번호가 이름과 거의 같습니다. 이름이 들어가지 않은 비밀번호를 정하세요.',
    PASSWORD_WEAK_guessable:
      '널리 쓰이거나 단순한 규칙을 따르는, 추측하기 쉬운 비밀번호입니다. 서로 관련 없는 단어를 여러 개 이어 만드세요.',
    STORAGE_FULL:
      '허브의 디스크가 가득 차서 저장할 수 없습니다. 시스템 관리자에게 알리세요. 공간이 생기면 저절로 다시 동작합니다.',
    STORAGE_BROKEN:
      '허브의 디스크나 데이터베이스가 손상되어 처리하지 못했습니다. 시스템 관리자에게 알리세요.',
    STORAGE_AWAY: '허브의 데이터베이스가 응답하지 않습니다. 변경된 내용은 없습니다. 잠시 후 다시 시도하세요.',
    INTERNAL: '내부 오류가 발생했습니다. 다시 시도해 보고, 계속되면 시스템 관리자에게 알려 주세요.',
  },
  start: {
    DATA_UNUSABLE: '{{directory}} 폴더에 데이터를 저장할 수 없습니다: {{why}}.',
    'DATA_UNUSABLE_not-a-directory': '{{directory}}에 데이터를 저장할 수 없습니다. 폴더가 아닙니다.',
    'DATA_UNUSABLE_not-permitted':
      '{{directory}} 폴더에 데이터를 저장할 수 없습니다. 읽고 쓸 권한이 없습니다.',
    'DATA_UNUSABLE_read-only':
      '{{directory}} 폴더에 데이터를 저장할 수 없습니다. 쓸 수 없는 디스크에 있습니다.',
    ALREADY_RUNNING: '이 데이터 폴더를 사용하는 OnQueue가 이미 실행 중입니다(프로세스 {{pid}}).',
    ALREADY_RUNNING_at:
      '이 데이터 폴더를 사용하는 OnQueue가 {{url}}에서 이미 실행 중입니다(프로세스 {{pid}}).',
    NO_FREE_PORT:
      '이 컴퓨터에 {{port}}번부터 비어 있는 포트가 없습니다. 포트를 사용하는 프로그램을 닫고 다시 시작하세요.',
    HUB_FAILED: '내장 허브를 시작하지 못했으며 원인을 알 수 없습니다(로그: {{log}}).',
    HUB_FAILED_said: '내장 허브를 시작하지 못했습니다: {{words}} (로그: {{log}})',
    HUB_FIXED: '이 컴퓨터의 정책에 허브가 정해져 있습니다: {{hub}}. --hub 없이 시작하세요.',
    POLICY_UNREADABLE:
      '이 컴퓨터의 정책 파일({{path}})을 읽을 수 없습니다. 누구나 읽을 수 있는 파일이어야 합니다. 관리자에게 알려 주세요.',
    POLICY_FOREIGN:
      '이 컴퓨터의 정책 파일({{path}})이 관리자의 소유가 아닙니다. 소유자는 root여야 합니다. 관리자에게 알려 주세요.',
    POLICY_WRITABLE:
      '이 컴퓨터의 정책 파일({{path}})을 소유자가 아닌 사용자도 바꿀 수 있습니다. root만 쓸 수 있어야 합니다(권한 644). 관리자에게 알려 주세요.',
    POLICY_INVALID: '이 컴퓨터의 정책 파일({{path}})이 올바르지 않습니다: {{where}}. 관리자에게 알려 주세요.',
    'POLICY_INVALID_not-json':
      '이 컴퓨터의 정책 파일({{path}})이 올바르지 않습니다. 올바른 JSON 형식이 아닙니다. 관리자에게 알려 주세요.',
    POLICY_INVALID_address:
      '이 컴퓨터의 정책 파일({{path}})이 올바르지 않습니다: {{where}}. $t(errors.INVALID_INPUT_{{why}}) 관리자에게 알려 주세요.',
  },
  notices: {
    'missed-request': '{{customer}} 고객님의 요청에 {{waitedSeconds}}초 동안 응답하지 않았습니다.',
    'missed-request_several':
      '요청 {{times}}건에 응답하지 않았습니다. 마지막 요청은 {{customer}} 고객님의 요청입니다.',
    'transfer-returned_several': '이관 {{times}}건이 돌아왔습니다. 마지막은 {{to}} 님에게 보낸 이관입니다.',
    'transfer-accepted_several': '이관 {{times}}건이 수락되었습니다. 마지막은 {{by}} 님이 수락했습니다.',
    'work-taken-back_several':
      '업무 {{times}}건이 대기열로 돌아갔습니다. 마지막은 {{customer}} 고객님의 업무입니다.',
    'work-taken-over_several':
      '업무 {{times}}건을 다른 사람이 넘겨받았습니다. 마지막은 {{by}} 님이 넘겨받은 {{customer}} 고객님의 업무입니다.',
    'read-along_several':
      '{{by}} 님이 {{customer}} 고객님과의 대화를 함께 보고 있습니다. 이전에 함께 본 대화도 있습니다.',
    'work-given_several':
      '업무 {{times}}건이 배정되었습니다. 마지막은 {{by}} 님이 배정한 {{customer}} 고객님의 업무입니다.',
    'transfer-returned': '{{to}} 님이 이관을 받지 않아 업무를 계속 담당하게 됩니다.',
    'transfer-returned_declined': '{{to}} 님이 이관을 거절하여 업무를 계속 담당하게 됩니다.',
    'transfer-returned_declined-on-push-time-out':
      '{{to}} 님이 제시간에 응답하지 않아 업무를 계속 담당하게 됩니다.',
    'transfer-returned_unavailable': '{{to}} 님이 자리를 비워 업무를 계속 담당하게 됩니다.',
    'transfer-accepted': '{{by}} 님이 이관을 수락했습니다.',
    'work-taken-back': '{{customer}} 고객님의 업무가 대기열로 돌아갔습니다.',
    'work-taken-over': '{{by}} 님이 {{customer}} 고객님의 업무를 넘겨받았습니다.',
    'read-along': '{{by}} 님이 {{customer}} 고객님과의 대화를 함께 보고 있습니다.',
    'work-given': '{{by}} 님이 {{customer}} 고객님의 업무를 배정했습니다.',
  },
  messageEvents: {
    'agent-joined': '상담사가 대화에 참여했습니다.',
    'agent-left': '상담사가 대화에서 나갔습니다.',
    'customer-left': '고객님이 대화에서 나갔습니다.',
    ended: '대화가 종료되었습니다.',
    'on-hold': '대화가 보류되었습니다.',
    resumed: '대화를 다시 시작합니다.',
    'returned-to-queue': '대화가 대기열로 돌아갔습니다.',
  },
  alarms: {
    'connection-lost': '허브와의 연결이 끊겼습니다. 연결이 복구될 때까지 새 업무가 배정되지 않습니다.',
    'sound-failed': '소리를 재생하지 못했습니다. 환경설정에서 음량과 출력 장치를 확인하세요.',
    'settings-reset': '이 기기의 환경설정을 읽을 수 없어 초기화했습니다. 이전 파일은 따로 보관했습니다.',
    'hub-restarting': '허브를 다시 시작하고 있습니다. 업무는 안전하게 보관되어 있으니 잠시만 기다려 주세요.',
    'hub-failed':
      '이 컴퓨터의 허브가 멈췄고 다시 시작할 수 없습니다: {{words}} OnQueue를 다시 시작하세요. 그래도 안 되면 진단 정보를 저장해 관리자에게 전달하세요.',
    'signed-out': '로그아웃되었습니다. 업무를 받으려면 다시 로그인하세요.',
    'notifications-blocked':
      '이 컴퓨터에서 OnQueue 알림이 차단되어 있습니다. 시스템 설정에서 허용하거나 요청 창을 확인하세요.',
    'certificate-changed':
      '허브의 인증서가 이전에 신뢰한 것과 달라 아무것도 보내지 않습니다. 다시 로그인하기 전에 관리자에게 확인하세요.',
    'certificate-expired': '허브의 인증서가 만료되어 아무것도 보내지 않습니다. 관리자에게 갱신을 요청하세요.',
    'certificate-another-name':
      '허브의 인증서가 다른 주소의 것이어서 아무것도 보내지 않습니다. 관리자에게 문의하세요.',
    'hub-too-old':
      '허브가 이 OnQueue보다 오래되어 서로 통신할 수 없습니다. 관리자에게 허브 업데이트를 요청하세요.',
    'hub-too-new': '허브가 이 OnQueue보다 새 버전입니다. OnQueue를 업데이트하거나 관리자에게 문의하세요.',
    'hub-unreadable':
      '허브가 보낸 정보 중 일부를 이 버전의 OnQueue에서 표시할 수 없습니다. 업무 알림은 계속 울립니다. OnQueue를 업데이트하거나 관리자에게 문의하세요.',
    'no-tray':
      '이 데스크톱에는 트레이 아이콘을 둘 곳이 없어 이 창을 열어 둡니다. 상태는 여기에서 선택하세요.',
    'update-failed':
      'OnQueue의 새 버전을 설치하지 못했습니다. 지금 버전은 그대로 사용할 수 있습니다. ‘지금 다시 시작’을 눌러 다시 시도하거나 관리자에게 설치를 요청하세요.',
    'offers-covered':
      '이 데스크톱(Wayland)에서는 다른 창이 요청 창을 가릴 수 있습니다. 벨소리와 알림을 확인하거나, OnQueue를 --ozone-platform=x11 옵션으로 시작하도록 요청하세요.',
  },
  validation: {
    EMPTY: '내용을 입력하세요.',
    TOO_LARGE: '내용이 너무 깁니다. 줄이거나 나누어 보내세요.',
    TOO_LONG: '최대 {{most}}자까지 입력할 수 있습니다.',
    TAKEN: '이미 사용 중인 이름입니다. 다른 이름을 입력하세요.',
    DEVELOPER_NAME:
      '영문자, 숫자, 밑줄(_)만 사용할 수 있습니다. 영문자로 시작해야 하며, 밑줄은 연속으로 쓰거나 끝에 둘 수 없습니다.',
    REQUIRED: '필수 항목입니다.',
    RANGE: '{{least}}에서 {{most}} 사이의 값을 입력하세요.',
    WHOLE_NUMBER: '정수를 입력하세요.',
    BELOW_FORM_RANGE:
      '{{least}}보다 작은 값으로 가져왔습니다. 그대로 작동하지만 다시 저장하려면 {{least}} 이상이어야 합니다.',
    AUTO_ACCEPT_EXCLUDES_DECLINE:
      '요청 자동 수락과 함께 사용할 수 없습니다. 거절을 허용하려면 자동 수락을 끄세요.',
    DECLINE_EXCLUDES_AUTO_ACCEPT:
      '거절 허용과 함께 사용할 수 없습니다. 자동으로 수락하려면 거절 허용을 끄세요.',
    NEEDS_DECLINE: '상담사의 요청 거절을 허용해야 설정할 수 있습니다.',
    NEEDS_DECLINE_REASONS: '상담사가 거절 사유를 선택하도록 해야 설정할 수 있습니다.',
    NEEDS_REQUEST_SOUND: '업무 요청 알림음을 켜야 설정할 수 있습니다.',
    NEEDS_WRAP_UP: '후처리 시간을 켜야 설정할 수 있습니다.',
    NEEDS_EXTEND: '후처리 시간 연장을 허용해야 설정할 수 있습니다.',
    NEEDS_ABSENCE_RULE: '이 규칙을 켜야 설정할 수 있습니다.',
    REASONS_REQUIRED: '사용 중인 거절 사유를 하나 이상 선택하세요.',
    REASON_UNKNOWN: '선택한 거절 사유 중 삭제된 항목이 있습니다. 목록에서 제거하세요.',
    REASON_INACTIVE: '‘{{reason}}’ 사유는 사용 중이 아니므로 상담사에게 표시되지 않습니다.',
    REASON_TWICE: '‘{{reason}}’ 사유가 두 번 선택되었습니다. 하나를 제거하세요.',
    STATUS_REQUIRED: '전환할 상태를 선택하세요.',
    STATUS_UNKNOWN: '더 이상 존재하지 않는 상태입니다. 다른 상태를 선택하세요.',
    STATUS_INACTIVE: '‘{{status}}’ 상태는 사용 중이 아닙니다. 활성화하거나 다른 상태를 선택하세요.',
    STATUS_STILL_OPEN:
      '‘{{status}}’ 상태에서도 {{channels}} 채널이 열려 있어 상담사에게 업무가 계속 배정됩니다. 보통은 해당 채널이 닫힌 상태를 선택합니다.',
    NO_PUSH_TIME_OUT: '응답 제한 시간이 설정된 라우팅 구성이 없어 아직 적용되지 않습니다.',
    ALIAS_FIELD_UNKNOWN:
      '{{field}} 필드는 사용할 수 없습니다. {!First_Name}, {!Nickname}, {!User_Alias} 중에서 사용하세요.',
    CHAT_IS_PRIMARY: '실시간 채팅은 항상 기본 용량을 사용합니다.',
    EXTENSION_INCOMPLETE: '연장 시간과 횟수를 모두 입력하거나 모두 비워 주세요.',
    POP_UP_ADDRESS: 'https:// 또는 http://로 시작하는 주소를 입력해 주세요.',
    VALUE_TWICE: '“{{value}}”이(가) 두 번 있습니다. 하나를 지워 주세요.',
    OVERFLOW_TO_ITSELF: '대기열은 자기 자신으로 넘길 수 없습니다.',
    RECORD_UNKNOWN: '선택한 항목 중 더 이상 없는 것이 있습니다. 다시 선택해 주세요.',
    VOICE_RINGS_SHORTER: '전화는 이 값과 관계없이 최대 {{most}}초 동안 울립니다.',
    EXTERNAL_NOT_ROUTED: '다른 시스템이 배정하는 업무이므로 여기서는 배정되지 않습니다.',
    STATUS_INACTIVE_FALLS_BACK:
      '“{{status}}” 상태는 사용 중이 아닙니다. 그동안 같은 기본 상태의 시스템 상태가 적용됩니다.',
    STATUS_NOT_GRANTED:
      '“{{status}}” 상태는 여기서 허용된 상태가 아닙니다. 로그인할 때 적용되지만 나중에 직접 선택할 수는 없습니다.',
    DECIMALS: '소수점 아래 세 자리까지 입력할 수 있습니다.',
    TOO_SHORT: '{{least}}자 이상 입력해 주세요.',
    USERNAME: '공백 없이 입력해 주세요.',
    REPLY_KEY: '글자, 숫자, _, -만 사용해 30자까지 입력할 수 있습니다.',
  },
  importRemarks,
  importFaults,
  exportRemarks,
  exportParts,
} as const;
